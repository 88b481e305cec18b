package dev.lockstep.schema.kafka;

import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A topic was not read as far as it had to be, and nothing came of it for a time. */
public final class NotReadInTimeException extends TimeoutException {

  private static final long serialVersionUID = 1L;

  private final boolean hidden;
  private final long offset;

  private NotReadInTimeException(
      String message, boolean hidden, long offset, @Nullable Throwable cause) {
    super(message, cause);
    this.hidden = hidden;
    this.offset = offset;
  }

  static NotReadInTimeException hidden(TopicPartition partition, long offset, Duration patience) {
    return new NotReadInTimeException(
        "A transaction has been open in topic %s at offset %d for %d s"
            .formatted(partition.topic(), offset, patience.toSeconds()),
        true,
        offset,
        null);
  }

  static NotReadInTimeException silent(
      TopicPartition partition, long offset, long end, Duration patience) {
    return new NotReadInTimeException(
        "Kafka gave nothing of topic %s behind offset %d for %d s, and it goes to %d"
            .formatted(partition.topic(), offset, patience.toSeconds(), end),
        false,
        offset,
        null);
  }

  static NotReadInTimeException unanswered(String topics, Duration patience, Throwable cause) {
    return new NotReadInTimeException(
        "Kafka did not say within %d s where %s begins and ends: it is away, or there is no such topic"
            .formatted(patience.toSeconds(), topics),
        false,
        0,
        cause);
  }

  /** Whether somebody's open transaction is in the way. */
  public boolean isHidden() {
    return hidden;
  }

  /** Where reading stands. */
  public long offset() {
    return offset;
  }
}
