package dev.lockstep.schema.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * The map that a compacted partition stands for, as far as it has been read: the newest value of
 * each key; a record without a value removes its key. For one thread; bounded by the keys.
 *
 * @param <K> of the records, compared by {@code equals}
 * @param <V> of the records
 */
public final class TopicMap<K, V> implements AutoCloseable {

  /** What a record that cannot be read means. */
  public interface Unreadable {

    /** Returns where the record is passed over, and throws where it has to be read again. */
    void met(ConsumerRecord<byte[], byte[]> record, SerializationException why);
  }

  private final TopicPartition partition;
  private final TopicFollower follower;
  private final Deserializer<K> keys;
  private final Deserializer<V> values;
  private final Unreadable unreadable;
  private final BinaryOperator<V> newer;
  private final Map<K, V> entries = new LinkedHashMap<>();

  public TopicMap(
      Map<String, Object> client,
      TopicPartition partition,
      Deserializer<K> keys,
      Deserializer<V> values,
      Unreadable unreadable) {
    this(
        client,
        partition,
        keys,
        values,
        unreadable,
        (before, next) -> next,
        TopicFollower.PATIENCE);
  }

  /**
   * @param newer which of two values of one key stands, where that is not always the later one
   * @param patience how long nothing may move
   */
  public TopicMap(
      Map<String, Object> client,
      TopicPartition partition,
      Deserializer<K> keys,
      Deserializer<V> values,
      Unreadable unreadable,
      BinaryOperator<V> newer,
      Duration patience) {
    this.partition = partition;
    this.follower = new TopicFollower(client, List.of(partition), patience);
    this.keys = keys;
    this.values = values;
    this.unreadable = unreadable;
    this.newer = newer;
  }

  /** Whether there is such a topic. */
  public boolean isThere() {
    return follower.isThere();
  }

  /** Reads on to where all records end now: open transactions are waited for. */
  public void readToEnd() {
    follower.readToEnd(this::take);
  }

  /** Reads on to where what is committed ends now. */
  public void readToCommittedEnd() {
    follower.readToCommittedEnd(this::take);
  }

  /** Reads on to before an offset. */
  public void readTo(long end) {
    follower.readTo(Map.of(partition, end), this::take);
  }

  /** Reads what has come since, waiting for something at most so long. */
  public void follow(Duration wait) {
    follower.follow(wait, this::take);
  }

  /** What has been read. */
  public Map<K, V> entries() {
    return Collections.unmodifiableMap(entries);
  }

  /** What has been read, of the values. */
  public Collection<V> values() {
    return List.copyOf(entries.values());
  }

  /**
   * The newest of the values of one key, found backwards from the end of all records without
   * reading the rest: for a key that is told often.
   */
  public Optional<Newest<V>> newest(K key, long firstStep) {
    Map<K, Newest<V>> found = new HashMap<>();
    follower.readBackwards(
        follower.ends(),
        firstStep,
        record -> {
          K read = key(record);
          if (key.equals(read)) {
            found.put(key, new Newest<>(Optional.ofNullable(value(record)), record));
          }
        },
        searched -> found.containsKey(key));
    return Optional.ofNullable(found.get(key));
  }

  /**
   * The newest record of a key.
   *
   * @param value empty where it removed the key
   * @param record as Kafka has it
   */
  public record Newest<V>(Optional<V> value, ConsumerRecord<byte[], byte[]> record) {}

  private void take(ConsumerRecord<byte[], byte[]> record) {
    K key;
    V value;
    try {
      key = key(record);
      value = value(record);
    } catch (SerializationException e) {
      unreadable.met(record, e);
      return;
    }
    if (value == null) {
      entries.remove(key);
    } else {
      entries.merge(key, value, newer);
    }
  }

  private K key(ConsumerRecord<byte[], byte[]> record) {
    K key = record.key() == null ? null : keys.deserialize(record.topic(), record.key());
    if (key == null) {
      throw new SerializationException("It has no key");
    }
    return key;
  }

  private @Nullable V value(ConsumerRecord<byte[], byte[]> record) {
    return record.value() == null ? null : values.deserialize(record.topic(), record.value());
  }

  @Override
  public void close() {
    follower.close();
  }
}
