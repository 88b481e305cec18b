package dev.lockstep.streams.join;

import java.util.Map;

/** Records that Kafka no longer holds though nobody here has read them. */
public interface ExpiredRecords {

  /** Offsets of one topic, the last exclusive. */
  record Range(long from, long to) {}

  /** By topic, those of one partition as a task starts. */
  Map<String, Range> of(int partition);
}
