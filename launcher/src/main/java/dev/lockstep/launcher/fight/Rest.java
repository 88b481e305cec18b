package dev.lockstep.launcher.fight;

import dev.lockstep.launcher.demo.shop.Login;
import dev.lockstep.launcher.fight.court.Said;
import dev.lockstep.launcher.fight.load.Sides;
import dev.lockstep.launcher.fight.load.TableSpec;
import dev.lockstep.launcher.fight.load.Tables;
import dev.lockstep.launcher.fight.truth.Truth;
import dev.lockstep.launcher.fight.watch.Hearing;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Waits for the state in which Lockstep itself claims that all is confirmed: every table followed,
 * nothing in flight, marked after the last write of the round. That last write is a known number of
 * rows of one table, spread over all partitions: when they are claimed to be there, whatever was
 * written before has been read.
 *
 * <p>Patience ends where nothing moves any more; while what is missing changes it lasts, to a
 * bound: the longer a fight, the more history there is to be read again.
 */
final class Rest {

  private static final int SENTINELS = 64;
  private static final Duration STABLE = Duration.ofSeconds(3);
  private static final Duration FOLLOW = Duration.ofSeconds(2);
  private static final int LONGEST = 4;
  private static final Duration LOOK = Duration.ofMillis(250);

  /** What came of the waiting; nothing unmet means that it came to rest. */
  record Outcome(long millis, List<String> unmet, Set<String> tables) {

    Outcome {
      unmet = List.copyOf(unmet);
      tables = Set.copyOf(tables);
    }

    boolean isReached() {
      return unmet.isEmpty();
    }
  }

  private final Login source;
  private final Hearing hearing;
  private final Clock clock;
  private int sentinels;

  Rest(Login source, Hearing hearing, Clock clock) {
    this.source = source;
    this.hearing = hearing;
    this.clock = clock;
  }

  /**
   * Waits.
   *
   * @param excused tables that are not waited for
   * @param meanwhile what a person does now and then while there is something to wait for
   */
  Outcome await(int round, Collection<String> excused, Duration patience, Runnable meanwhile)
      throws SQLException, InterruptedException {
    long start = System.nanoTime();
    Sides.execute(
        source,
        "INSERT INTO %s.%s SELECT %d + seq, %d FROM %s.seq_1_to_%d"
            .formatted(
                TableSpec.SCHEMA, Tables.SENTINEL, sentinels, round, TableSpec.SCHEMA, SENTINELS));
    sentinels += SENTINELS;
    Instant written = clock.instant();
    Set<String> tables = new TreeSet<>(Truth.tables(source, TableSpec.SCHEMA));
    tables.removeAll(excused);
    long stableSince = System.nanoTime();
    long followed = start;
    List<String> before = List.of();
    long movedAt = start;
    while (true) {
      List<String> unmet = unmet(tables, written);
      long now = System.nanoTime();
      if (now - followed >= FOLLOW.toNanos()) {
        followed = now;
        meanwhile.run();
      }
      if (!unmet.isEmpty()) {
        stableSince = now;
      }
      if (!unmet.equals(before)) {
        before = unmet;
        movedAt = now;
      }
      boolean late =
          now - movedAt > patience.toNanos() || now - start > LONGEST * patience.toNanos();
      if (now - stableSince >= STABLE.toNanos() || late) {
        return new Outcome((now - start) / 1_000_000, unmet, tables);
      }
      Thread.sleep(LOOK);
    }
  }

  private List<String> unmet(Set<String> tables, Instant written) {
    Map<String, Said.OfTable> said = hearing.tables();
    Set<String> alerted =
        hearing.openAlerts().stream()
            .filter(alert -> alert.code().startsWith("rows-"))
            .map(Said.OfAlert::subject)
            .collect(Collectors.toSet());
    List<String> unmet = new ArrayList<>();
    for (String table : tables) {
      Said.OfTable status = said.get(table);
      if (status == null) {
        unmet.add(table + ": nothing is said of it");
      } else if (!status.isFollowing()) {
        unmet.add(table + ": " + status.phase() + " " + status.problem());
      } else if (status.inFlight() != 0) {
        unmet.add(table + ": " + status.inFlight() + " in flight");
      } else if (status.markedAt().map(marked -> marked.isBefore(written)).orElse(true)) {
        unmet.add(table + ": marked at " + status.markedAt() + ", last write at " + written);
      } else if (status.openVerdicts() == 0 && alerted.contains(table)) {
        unmet.add(table + ": an alert of its rows is open, and no row of it is said to be wrong");
      } else if (table.endsWith("." + Tables.SENTINEL)
          && (status.sourceRows() != sentinels || status.targetRows() != sentinels)) {
        unmet.add(
            "%s: %d and %d rows, written %d"
                .formatted(table, status.sourceRows(), status.targetRows(), sentinels));
      }
    }
    return unmet;
  }
}
