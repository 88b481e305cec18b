package dev.lockstep.sink.alert;

import static dev.lockstep.schema.event.Severity.CRITICAL;

import dev.lockstep.schema.event.DeadLetter;
import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.sink.alert.Signal.Effect;
import dev.lockstep.sink.alert.Signal.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a fact alone means for whom to wake up. Pure: the same fact gives the same signals, always.
 * What only several facts mean together is left to {@link Watches}.
 */
final class AlertRules {

  /** Code of what cannot be read, which concerns no flow. */
  static final String UNREADABLE = "alerts";

  private AlertRules() {}

  static List<Signal> signals(Fact fact) {
    return switch (fact) {
      case Fact.OfRow row -> VerdictRules.signals(row.verdict());
      case Fact.OfTable table -> table(table.status());
      case Fact.OfLag lag -> List.of();
      case Fact.OfComponent component -> ComponentRules.signals(component.status());
      case Fact.OfDeadLetter letter -> List.of(deadLetter(letter.letter()));
      case Fact.Unreadable unreadable -> List.of(unreadable(unreadable));
    };
  }

  private static List<Signal> table(TableStatus status) {
    String flow = status.getFlow();
    String table = status.getTable();
    List<Signal> signals = new ArrayList<>();
    boolean blocked = status.getPhase() == TablePhase.BLOCKED;
    signals.add(
        level(
            new Cause("table-blocked", CRITICAL, flow, table),
            blocked,
            new Words(
                "Table " + table + " cannot be compared",
                status.getProblem() == null ? "No reason was given." : status.getProblem(),
                "Remove what the detail names; the comparison then goes on by itself."),
            status.getAt()));
    if (status.getPhase() == TablePhase.FOLLOWING) {
      signals.add(residual(status));
    }
    Instant marked = status.getMarkedAt();
    if (status.getEqual() && status.getInFlight() == 0 && marked != null) {
      // Both sides are equal at a marker behind the refused change: something has put the row
      // right.
      signals.add(
          new Signal(
              new Cause("dead-letter", CRITICAL, flow, table),
              new Effect.ReleaseOlder(marked),
              "",
              new Words("", "", ""),
              status.getAt()));
    }
    return signals;
  }

  private static Signal residual(TableStatus status) {
    String table = status.getTable();
    return level(
        new Cause("unexplained-residual", CRITICAL, status.getFlow(), table),
        !status.getResidualZero(),
        new Words(
            "Table " + table + " differs by more than the rows that are known to be wrong",
            String.format(
                "Source: %d rows, digest %s. Target: %d rows, digest %s. Open verdicts explain %d"
                    + " rows, digest %s.",
                status.getSourceRows(),
                status.getSourceDigest(),
                status.getTargetRows(),
                status.getTargetDigest(),
                status.getExplainedRows(),
                status.getExplainedDigest()),
            "Something changed a side without its log: compare the whole table, and load it again if"
                + " need be."),
        status.getAt());
  }

  private static Signal deadLetter(DeadLetter letter) {
    // What is not of SQL was not the target's to refuse: nobody could read the record.
    boolean refused = letter.getErrorClass().contains("/");
    return new Signal(
        new Cause("dead-letter", CRITICAL, letter.getFlow(), letter.getTable()),
        new Effect.Add(1),
        letter.getId(),
        refused ? refused(letter) : unread(letter),
        letter.getAt());
  }

  private static Words refused(DeadLetter letter) {
    return new Words(
        "The target refused changes of table " + letter.getTable(),
        "First: " + letter.getKey() + ": " + letter.getErrorClass() + ": " + letter.getError(),
        "Remove the cause at the target and put the rows right; lockstep.dead-letters holds the"
            + " changes whole.");
  }

  private static Words unread(DeadLetter letter) {
    return new Words(
        "Records of " + letter.getTopic() + " cannot be read",
        "First: %s-%d@%d: %s: %s"
            .formatted(
                letter.getTopic(),
                letter.getPartition(),
                letter.getOffset(),
                letter.getErrorClass(),
                letter.getError()),
        "See who else writes to the topic, and that the schema registry is the one it was written"
            + " with; lockstep.dead-letters holds the records whole. The rows that they were of are"
            + " neither applied nor compared by them.");
  }

  private static Signal unreadable(Fact.Unreadable fact) {
    String where = fact.topic() + "-" + fact.partition() + "@" + fact.offset();
    return new Signal(
        new Cause(UNREADABLE, CRITICAL, "", fact.topic()),
        new Effect.Add(1),
        where,
        new Words(
            "Records of " + fact.topic() + " cannot be read: alerts may be missing",
            "First: " + where + ": " + fact.problem(),
            "Find out who wrote the record; see that the schema registry is the one it was written"
                + " with."),
        fact.at());
  }

  static Signal level(Cause cause, boolean there, Words words, Instant at) {
    return new Signal(
        cause, there ? new Effect.Hold() : new Effect.Release(), at.toString(), words, at);
  }
}
