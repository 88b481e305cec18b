package dev.lockstep.launcher.fight;

import dev.lockstep.launcher.fight.court.Ledger;
import dev.lockstep.launcher.fight.harm.Corruptor;
import dev.lockstep.launcher.fight.load.Alters;
import dev.lockstep.launcher.fight.load.Bursts;
import dev.lockstep.launcher.fight.load.Refusals;
import dev.lockstep.launcher.fight.note.Journal;
import dev.lockstep.launcher.fight.plan.Act;
import dev.lockstep.launcher.fight.plan.Step;
import dev.lockstep.launcher.fight.world.World;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Does the acts of a round at their times, each on a thread of its own, so that one that takes long
 * does not hold up the next.
 */
final class Actor implements AutoCloseable {

  private static final int MOST_AT_ONCE = 24;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final World world;
  private final Ledger ledger;
  private final Journal journal;
  private final Corruptor corruptor;
  private final Alters alters;
  private final Bursts bursts;
  private final Refusals refusals;
  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          MOST_AT_ONCE, Thread.ofPlatform().daemon().name("lockstep-fight-act-", 0).factory());

  Actor(
      World world,
      Ledger ledger,
      Journal journal,
      Corruptor corruptor,
      Alters alters,
      Bursts bursts,
      Refusals refusals) {
    this.world = world;
    this.ledger = ledger;
    this.journal = journal;
    this.corruptor = corruptor;
    this.alters = alters;
    this.bursts = bursts;
    this.refusals = refusals;
  }

  /** An act that is under way. */
  record Begun(Act act, Future<?> end) {}

  /** Begins; the answer is what {@link #finish} takes. */
  List<Begun> begin(List<Step> steps) {
    List<Begun> acts = new ArrayList<>();
    for (Step step : steps) {
      Future<?> end =
          threads.schedule(() -> act(step.act()), step.atMillis(), TimeUnit.MILLISECONDS);
      acts.add(new Begun(step.act(), end));
    }
    return acts;
  }

  /** Waits until all have been done; the answer is those that never are. */
  List<Act> finish(List<Begun> acts) throws InterruptedException {
    List<Act> stuck = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (Begun begun : acts) {
      try {
        begun.end().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
      } catch (TimeoutException e) {
        stuck.add(begun.act());
      }
    }
    return stuck;
  }

  /**
   * What a person does who is told that the target has what the source has no longer.
   *
   * @param subjects of the alerts that say so
   */
  void follow(Collection<String> subjects) {
    alters.follow(subjects);
  }

  private void act(Act act) {
    try {
      switch (act) {
        case Act.Kill kill -> world.kill(kill.part(), Duration.ofMillis(kill.downMillis()));
        case Act.Stop stop -> world.stop(stop.part(), Duration.ofMillis(stop.downMillis()));
        case Act.Hang hang -> world.hang(hang.part(), Duration.ofMillis(hang.millis()));
        case Act.Forget forget ->
            world.forget(forget.memory(), Duration.ofMillis(forget.downMillis()));
        case Act.StepClock step ->
            world.stepClock(step.part(), step.byMillis(), Duration.ofMillis(step.millis()));
        case Act.Burst burst -> burst(burst);
        case Act.Alter alter -> alters.run(alter.pick(), alter.targetFirst(), alter.gapMillis());
        case Act.Corrupt corrupt ->
            corruptor.corrupt(corrupt.wound(), corrupt.cold(), corrupt.pick());
        case Act.Decoy decoy -> corruptor.decoy(decoy.pick());
        case Act.Refuse refuse -> refuse(refuse);
      }
    } catch (IOException | SQLException e) {
      journal.note("act-failed", "act", act, "error", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void burst(Act.Burst burst) throws SQLException, InterruptedException {
    long begun = System.nanoTime();
    journal.note("burst", "bulk", burst.bulk(), "rows", burst.rows());
    long rows = bursts.run(burst.bulk(), burst.rows());
    journal.note("burst-done", "rows", rows, "millis", (System.nanoTime() - begun) / 1_000_000);
  }

  private void refuse(Act.Refuse refuse) throws SQLException, InterruptedException {
    String table = refusals.next();
    ledger.refuses(table);
    attempt(() -> refusals.make(table, refuse.pick()));
    Thread.sleep(refuse.mendedAfterMillis());
    attempt(() -> refusals.mend(table, refuse.pick()));
  }

  private interface Statement {
    void run() throws SQLException;
  }

  /** The server may be down for a while. */
  private static void attempt(Statement statement) throws SQLException, InterruptedException {
    for (int tries = 120; ; tries--) {
      try {
        statement.run();
        return;
      } catch (SQLException e) {
        if (tries == 0 || (e.getErrorCode() != 0 && e.getErrorCode() < 1300)) {
          throw e;
        }
      }
      Thread.sleep(500);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
