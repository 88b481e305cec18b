package dev.lockstep.producers.publish;

import java.util.function.ToIntFunction;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Serializes values and refuses those that Kafka would not take. Before the producer has them: it
 * would say so of a whole transaction, and when all of it has been sent.
 */
final class SizeLimit implements Serializer<IndexedRecord> {

  /** Room for the key, which databases bound well below that, and for what Kafka adds. */
  static final int ROOM_BYTES = 16 << 10;

  private final Serializer<IndexedRecord> values;
  private final int largestRequest;
  private final ToIntFunction<String> largestMessage;
  private final Compression compression;
  private long serialized;

  /**
   * @param largestRequest what the producer sends at most, before compression
   * @param largestMessage what a topic takes at most, compressed
   */
  SizeLimit(
      Serializer<IndexedRecord> values,
      int largestRequest,
      ToIntFunction<String> largestMessage,
      Compression compression) {
    this.values = values;
    this.largestRequest = largestRequest;
    this.largestMessage = largestMessage;
    this.compression = compression;
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable IndexedRecord value) {
    byte[] bytes = values.serialize(topic, value);
    if (bytes == null) {
      return null;
    }
    long size = (long) bytes.length + ROOM_BYTES;
    if (size > largestRequest) {
      throw new TooLargeException(size, largestRequest, true);
    }
    int limit = largestMessage.applyAsInt(topic);
    if (size > limit && compressed(bytes) > limit) {
      throw new TooLargeException(size, limit, false);
    }
    serialized += bytes.length;
    return bytes;
  }

  private long compressed(byte[] bytes) {
    return MemoryRecords.withRecords(compression, new SimpleRecord(bytes)).sizeInBytes()
        + (long) ROOM_BYTES;
  }

  /** Bytes of all values so far. */
  long serialized() {
    return serialized;
  }

  /** A value is larger than Kafka takes; nothing of it was sent. */
  static final class TooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long bytes;
    private final int limit;
    private final boolean byProducer;

    TooLargeException(long bytes, int limit, boolean byProducer) {
      super(bytes + " bytes are more than " + limit);
      this.bytes = bytes;
      this.limit = limit;
      this.byProducer = byProducer;
    }

    long bytes() {
      return bytes;
    }

    int limit() {
      return limit;
    }

    /**
     * Whether it is this program that does not send it, and not the topic that does not take it.
     */
    boolean byProducer() {
      return byProducer;
    }
  }
}
