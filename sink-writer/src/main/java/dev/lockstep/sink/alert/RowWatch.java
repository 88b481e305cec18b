package dev.lockstep.sink.alert;

import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.schema.event.Verdict;
import dev.lockstep.schema.event.VerdictKind;
import dev.lockstep.sink.alert.Signal.Effect;
import dev.lockstep.sink.alert.Signal.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of which nobody says any more that they are wrong. Alerts count what opens and closes; a
 * comparison that began anew opens again what is open already, and closes it once. So the count may
 * stay above zero, and the table's own figures settle it: none is open as of a marker behind the
 * last that was heard of one.
 *
 * <p>Facts of two topics arrive in any order, and clocks may be off: for a while after a verdict a
 * status says nothing against it. Bounded by tables and kinds. Not thread-safe.
 */
final class RowWatch {

  private static final Duration SETTLED = Duration.ofSeconds(15);

  private final Map<Cause, Duration> heard = new HashMap<>();

  void heard(Verdict verdict, Duration now) {
    heard.put(VerdictRules.cause(verdict.getKind(), verdict.getFlow(), verdict.getTable()), now);
  }

  List<Signal> heard(TableStatus status, Duration now) {
    List<Signal> signals = new ArrayList<>();
    Instant marked = status.getMarkedAt();
    if (status.getPhase() != TablePhase.FOLLOWING || marked == null) {
      return signals;
    }
    for (VerdictKind kind : VerdictKind.values()) {
      Cause cause = VerdictRules.cause(kind, status.getFlow(), status.getTable());
      Duration last = heard.getOrDefault(cause, Duration.ZERO);
      if (open(status, kind) == 0 && now.minus(last).compareTo(SETTLED) >= 0) {
        signals.add(
            new Signal(
                cause, new Effect.ReleaseOlder(marked), "", new Words("", "", ""), status.getAt()));
      }
    }
    return signals;
  }

  private static long open(TableStatus status, VerdictKind kind) {
    return switch (kind) {
      case MISMATCHED -> status.getOpenMismatched();
      case MISSING_ON_TARGET -> status.getOpenMissing();
      case EXTRA_ON_TARGET -> status.getOpenExtra();
      case CHANGED_OUTSIDE_LOG -> status.getOpenOutsideLog();
      case INCONCLUSIVE -> status.getInconclusive();
    };
  }
}
