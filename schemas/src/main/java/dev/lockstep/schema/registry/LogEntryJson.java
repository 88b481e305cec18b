package dev.lockstep.schema.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Log entries as records of {@code _schemas}, in the layout that other registries use, so that one
 * of them can take the topic over, and ours theirs.
 */
final class LogEntryJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private LogEntryJson() {}

  /** The record of an entry; one without a value is a tombstone. */
  static ProducerRecord<byte[], byte @Nullable []> encode(TopicPartition log, LogEntry entry) {
    return switch (entry) {
      case LogEntry.VersionStored stored ->
          encoded(
              log,
              versionKey(stored.subject(), stored.version()),
              JSON.createObjectNode()
                  .put("subject", stored.subject())
                  .put("version", stored.version())
                  .put("id", stored.id())
                  .put("schema", stored.schema())
                  .put("deleted", stored.deleted()));
      case LogEntry.VersionRemoved removed ->
          encoded(log, versionKey(removed.subject(), removed.version()), null);
      case LogEntry.SubjectDeleted deleted ->
          encoded(
              log,
              key("DELETE_SUBJECT", 0).put("subject", deleted.subject()),
              JSON.createObjectNode()
                  .put("subject", deleted.subject())
                  .put("version", deleted.upTo()));
      case LogEntry.LevelSet set ->
          encoded(
              log,
              levelKey(set.subject()),
              JSON.createObjectNode().put("compatibilityLevel", set.level().name()));
      case LogEntry.LevelReset reset -> encoded(log, levelKey(reset.subject()), null);
      case LogEntry.Ignored ignored -> encoded(log, key("NOOP", 0), null);
    };
  }

  static LogEntry decode(byte @Nullable [] key, byte @Nullable [] value) throws IOException {
    if (key == null) {
      return new LogEntry.Ignored();
    }
    JsonNode name = JSON.readTree(key);
    JsonNode fact = value == null ? JSON.nullNode() : JSON.readTree(value);
    return switch (name.path("keytype").asText()) {
      case "SCHEMA" -> version(name, fact);
      case "DELETE_SUBJECT" ->
          fact.isNull()
              ? new LogEntry.Ignored()
              : new LogEntry.SubjectDeleted(
                  required(fact, "subject").asText(), required(fact, "version").asInt());
      case "CONFIG" -> level(name, fact);
      default -> new LogEntry.Ignored();
    };
  }

  private static LogEntry version(JsonNode name, JsonNode fact) throws IOException {
    String subject = required(name, "subject").asText();
    int version = required(name, "version").asInt();
    if (fact.isNull()) {
      return new LogEntry.VersionRemoved(subject, version);
    }
    if (!fact.path("schemaType").asText("AVRO").equals("AVRO")) {
      return new LogEntry.Ignored();
    }
    return new LogEntry.VersionStored(
        subject,
        version,
        required(fact, "id").asInt(),
        required(fact, "schema").asText(),
        fact.path("deleted").asBoolean(false));
  }

  private static LogEntry level(JsonNode name, JsonNode fact) {
    Optional<String> subject =
        name.hasNonNull("subject") ? Optional.of(name.get("subject").asText()) : Optional.empty();
    Optional<CompatibilityLevel> level =
        CompatibilityLevel.parse(fact.path("compatibilityLevel").asText());
    return level.isPresent()
        ? new LogEntry.LevelSet(subject, level.get())
        : new LogEntry.LevelReset(subject);
  }

  private static ObjectNode versionKey(String subject, int version) {
    return key("SCHEMA", 1).put("subject", subject).put("version", version);
  }

  private static ObjectNode levelKey(Optional<String> subject) {
    return key("CONFIG", 0).put("subject", subject.orElse(null));
  }

  private static ObjectNode key(String type, int magic) {
    return JSON.createObjectNode().put("keytype", type).put("magic", magic);
  }

  private static ProducerRecord<byte[], byte @Nullable []> encoded(
      TopicPartition log, JsonNode key, @Nullable JsonNode value) {
    try {
      return new ProducerRecord<>(
          log.topic(),
          log.partition(),
          JSON.writeValueAsBytes(key),
          value == null ? null : JSON.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of JSON is always writable", e);
    }
  }

  private static JsonNode required(JsonNode node, String field) throws IOException {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      throw new IOException("A record of the schema log lacks '" + field + "': " + node);
    }
    return value;
  }
}
