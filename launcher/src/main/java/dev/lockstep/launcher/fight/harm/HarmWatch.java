package dev.lockstep.launcher.fight.harm;

import dev.lockstep.launcher.demo.shop.Login;
import dev.lockstep.launcher.fight.court.Deed;
import dev.lockstep.launcher.fight.court.Ledger;
import dev.lockstep.launcher.fight.load.TableSpec;
import dev.lockstep.launcher.fight.note.Journal;
import dev.lockstep.launcher.fight.truth.Truth;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees when a harmed row is not any more as it was left: the sink has written over it, or a re-read
 * of the whole table has. From the last time that it was still wrong nothing is expected of it.
 * Looks every second on a thread of its own; while the target is away it sees nothing.
 */
public final class HarmWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HarmWatch.class);

  private record Watched(Deed deed, String table, String where, String state, Instant wrongAt) {}

  private final Login target;
  private final Ledger ledger;
  private final Journal journal;
  private final Clock clock;
  private final Collection<Watched> watched = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("lockstep-fight-harm").factory());

  private HarmWatch(Login target, Ledger ledger, Journal journal, Clock clock) {
    this.target = target;
    this.ledger = ledger;
    this.journal = journal;
    this.clock = clock;
  }

  /** Starts looking. */
  public static HarmWatch start(Login target, Ledger ledger, Journal journal, Clock clock) {
    HarmWatch watch = new HarmWatch(target, ledger, journal, clock);
    watch.timer.scheduleWithFixedDelay(watch::look, 1, 1, TimeUnit.SECONDS);
    return watch;
  }

  /** A row was left like this. */
  void watch(Deed deed, String table, String where, String state) {
    watched.add(new Watched(deed, table, where, state, deed.doneAt()));
  }

  private void look() {
    if (watched.isEmpty()) {
      return;
    }
    try (Connection connection = target.connect()) {
      for (Watched row : List.copyOf(watched)) {
        Instant now = clock.instant();
        String state = Truth.digestOf(connection, TableSpec.SCHEMA, row.table(), row.where());
        watched.remove(row);
        if (state.equals(row.state())) {
          watched.add(new Watched(row.deed(), row.table(), row.where(), state, now));
        } else if (ledger.deeds().contains(row.deed())) {
          ledger.healed(List.of(row.deed()), row.wrongAt());
          journal.note(
              "written-over",
              "table",
              row.deed().table(),
              "key",
              row.deed().key(),
              "lastWrongAt",
              row.wrongAt());
        }
      }
    } catch (SQLException e) {
      LOG.debug("The target is away: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("Harmed rows are not watched for a moment", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
