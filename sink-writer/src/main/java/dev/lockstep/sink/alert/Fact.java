package dev.lockstep.sink.alert;

import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.DeadLetter;
import dev.lockstep.schema.event.TableLag;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.schema.event.Verdict;
import java.time.Instant;

/** One record of a topic that alerts come from. */
sealed interface Fact {

  record OfRow(Verdict verdict) implements Fact {}

  record OfTable(TableStatus status) implements Fact {}

  record OfLag(TableLag lag) implements Fact {}

  record OfComponent(ComponentStatus status) implements Fact {}

  record OfDeadLetter(DeadLetter letter) implements Fact {}

  /** A record that could not be read; said aloud, since a fact is missing. */
  record Unreadable(String topic, int partition, long offset, String problem, Instant at)
      implements Fact {}
}
