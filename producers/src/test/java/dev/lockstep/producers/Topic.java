package dev.lockstep.producers;

import dev.lockstep.schema.codec.Avro;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** A topic as a plain read_committed consumer sees it. */
final class Topic implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(90);

  private final KafkaConsumer<GenericRecord, GenericRecord> consumer;
  private final List<ConsumerRecord<GenericRecord, GenericRecord>> read = new ArrayList<>();

  Topic(String bootstrap, String name, int partitions) {
    Map<String, Object> codec = Map.of("schema.registry.url", "mock://producers");
    Map<String, Object> properties = new HashMap<>();
    properties.put("bootstrap.servers", bootstrap);
    properties.put("isolation.level", "read_committed");
    consumer =
        new KafkaConsumer<>(
            properties,
            Avro.generic(codec, true).deserializer(),
            Avro.generic(codec, false).deserializer());
    List<TopicPartition> assigned = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      assigned.add(new TopicPartition(name, p));
    }
    consumer.assign(assigned);
    consumer.seekToBeginning(assigned);
  }

  /** Everything committed so far. */
  List<ConsumerRecord<GenericRecord, GenericRecord>> all() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    return until(
        records ->
            ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue()));
  }

  /** Waits until what has been read meets a condition. */
  List<ConsumerRecord<GenericRecord, GenericRecord>> until(
      Predicate<List<ConsumerRecord<GenericRecord, GenericRecord>>> condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      consumer.poll(Duration.ofMillis(50)).forEach(read::add);
      List<ConsumerRecord<GenericRecord, GenericRecord>> all = List.copyOf(read);
      if (condition.test(all)) {
        return all;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("Not within " + PATIENCE + ", read " + all.size() + ": " + all);
      }
    }
  }

  static String op(ConsumerRecord<GenericRecord, GenericRecord> record) {
    return record.value().get("op").toString();
  }

  static List<ConsumerRecord<GenericRecord, GenericRecord>> rows(
      List<ConsumerRecord<GenericRecord, GenericRecord>> records) {
    return records.stream().filter(r -> r.key() != null).toList();
  }

  static long serial(ConsumerRecord<GenericRecord, GenericRecord> record) {
    return (Long) ((GenericRecord) record.value().get("source")).get("serial");
  }

  @Override
  public void close() {
    consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
  }
}
