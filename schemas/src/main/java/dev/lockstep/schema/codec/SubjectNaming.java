package dev.lockstep.schema.codec;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;

/** How the subject of a record's schema is named; configured by Confluent's class names. */
public enum SubjectNaming {
  /** {@code <topic>-key} or {@code <topic>-value}: one schema lineage for each topic. */
  TOPIC("TopicNameStrategy") {
    @Override
    String subject(String topic, boolean key, Schema schema) {
      return topic + (key ? "-key" : "-value");
    }
  },
  /** The record's full name: one lineage for each record type. */
  RECORD("RecordNameStrategy") {
    @Override
    String subject(String topic, boolean key, Schema schema) {
      return schema.getFullName();
    }
  },
  /** {@code <topic>-<full name>}: several record types in one topic. */
  TOPIC_RECORD("TopicRecordNameStrategy") {
    @Override
    String subject(String topic, boolean key, Schema schema) {
      return topic + "-" + schema.getFullName();
    }
  };

  private final String strategy;

  SubjectNaming(String strategy) {
    this.strategy = strategy;
  }

  abstract String subject(String topic, boolean key, Schema schema);

  /** Reads the simple or qualified name of one of Confluent's three strategies. */
  static SubjectNaming parse(String configKey, Object value) {
    String name = value instanceof Class<?> type ? type.getName() : value.toString();
    String simple = name.substring(name.lastIndexOf('.') + 1);
    for (SubjectNaming naming : values()) {
      if (naming.strategy.equals(simple)) {
        return naming;
      }
    }
    throw new ConfigException(
        configKey,
        name,
        "Use one of "
            + Arrays.stream(values()).map(n -> n.strategy).collect(Collectors.joining(", ")));
  }
}
