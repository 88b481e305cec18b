package dev.lockstep.sink.alert;

import dev.lockstep.engine.Engine;
import dev.lockstep.flow.Flow;
import dev.lockstep.flow.config.AlertSettings;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.topic.ChangeTopic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What follows from several facts together, or from none coming. Time is that of a clock that only
 * goes forward, and counts only while this program looks: one that was suspended or starts after a
 * long night waits as long as one that was there. Not thread-safe.
 */
final class Watches {

  /** A longer step between two looks is an absence of this program, not of the others. */
  private static final Duration LONGEST_STEP = Duration.ofSeconds(5);

  private final LongSupplier nanoTime;
  private final Captures captures = new Captures();
  private final LagWatch lag;
  private final DefinitionWatch definitions;
  private final SilenceWatch silence;
  private final DropWatch drops;
  private final CatchUpWatch catchUp;
  private final RowWatch rows = new RowWatch();
  private long lookedNanos;
  private Duration watched = Duration.ZERO;

  Watches(
      Collection<Flow> flows,
      Function<String, Engine> engineOf,
      AlertSettings settings,
      LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lookedNanos = nanoTime.getAsLong();
    this.lag = new LagWatch(flows, settings, captures);
    this.definitions = new DefinitionWatch(settings.definition());
    this.silence = new SilenceWatch(flows, settings.silence(), captures);
    this.catchUp = new CatchUpWatch(flows, captures, settings.lagWarning());
    this.drops = new DropWatch(flows, captures, engineOf);
  }

  /** What was said before this program began. */
  void restore(Collection<ComponentStatus> statuses) {
    statuses.forEach(status -> captures.heard(status, watched));
  }

  List<Signal> heard(Fact fact) {
    return switch (fact) {
      case Fact.OfTable table -> {
        silence.heard(table.status(), watched);
        List<Signal> signals = new ArrayList<>(rows.heard(table.status(), watched));
        signals.addAll(definitions.heard(table.status(), watched));
        signals.add(catchUp.heard(table.status()));
        yield signals;
      }
      case Fact.OfComponent component -> {
        captures.heard(component.status(), watched);
        yield drops.heard(component.status());
      }
      case Fact.OfLag late -> lag.heard(late.lag());
      case Fact.OfRow row -> {
        rows.heard(row.verdict(), watched);
        yield List.of();
      }
      case Fact.OfDeadLetter letter -> List.of();
      case Fact.Unreadable unreadable -> List.of();
    };
  }

  /**
   * What is to be said of what did not come.
   *
   * @param topics asked for the names of all topics when it matters which tables there are
   */
  List<Signal> look(Instant now, Supplier<Collection<String>> topics) {
    long nanos = nanoTime.getAsLong();
    Duration step = Duration.ofNanos(nanos - lookedNanos);
    lookedNanos = nanos;
    if (step.isPositive()) {
      watched = watched.plus(step.compareTo(LONGEST_STEP) < 0 ? step : LONGEST_STEP);
    }
    List<Signal> signals = new ArrayList<>(silence.look(now, watched, () -> tables(topics)));
    signals.addAll(definitions.look(now, watched));
    return signals;
  }

  private static List<ChangeTopic> tables(Supplier<Collection<String>> topics) {
    return topics.get().stream().map(ChangeTopic::parse).flatMap(Optional::stream).toList();
  }
}
