package dev.lockstep.sink.apply;

import dev.lockstep.sink.position.SourcePartition;
import dev.lockstep.sink.position.Taken;

/** What the protocol itself has to complain about, in words for a person. */
final class Troubles {

  private Troubles() {}

  static TargetError lostHistory(SourcePartition partition, Taken from) {
    String had =
        from.appliedOffset() == Taken.NOTHING
            ? "nothing of it was applied yet"
            : "applied is only up to offset " + from.appliedOffset();
    return TargetError.of(
        "history",
        "Changes of %s are lost: Kafka no longer keeps them, and %s.".formatted(partition, had),
        "Take a new snapshot of the table, from which the sink goes on by itself; raise"
            + " topics.retention if the sink may be away for longer.");
  }

  static TargetError fenced(SourcePartition partition) {
    return new TargetError(
        "fence",
        "Another sink took over partition %s.".formatted(partition),
        "Nothing, if a sink was started or stopped just now, or rows that hold each other's unique"
            + " values were settled. If it goes on, two deployments use the same flow name and"
            + " progress schema on this target: stop one of them.",
        true);
  }

  static TargetError movedOn(SourcePartition partition) {
    return new TargetError(
        "conflict",
        "Rows hold each other's unique values; partition %s moved on while they were to be settled together."
            .formatted(partition),
        "Nothing: tried again by itself.",
        true);
  }

  static TargetError noDeadLetter(Change change, DeadLetters.DeadLetterException failure) {
    return new TargetError(
        "dead-letter",
        "The dead letter of %s offset %d could not be written: %s"
            .formatted(change.partition(), change.offset(), failure.getMessage()),
        "See to Kafka; the table waits and goes on by itself.",
        true);
  }
}
