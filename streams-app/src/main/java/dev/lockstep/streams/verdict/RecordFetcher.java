package dev.lockstep.streams.verdict;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fetches a record back by its offset. */
public interface RecordFetcher extends AutoCloseable {

  /** Empty when it is gone, or did not come within the time that a verdict may wait. */
  Optional<Fetched> fetch(String topic, int partition, long offset);

  @Override
  void close();

  /** The bytes of a record. */
  record Fetched(byte @Nullable [] key, byte @Nullable [] value) {

    int size() {
      return (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
    }
  }
}
