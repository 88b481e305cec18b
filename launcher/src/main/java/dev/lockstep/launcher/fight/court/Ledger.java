package dev.lockstep.launcher.fight.court;

import dev.lockstep.launcher.fight.plan.Part;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the fight itself has done: deeds, troubles and tables to be refused. Thread-safe. */
public final class Ledger {

  private final Clock clock;
  private final List<Deed> deeds = new ArrayList<>();
  private final List<Trouble> troubles = new ArrayList<>();
  private final Set<String> refused = new HashSet<>();
  private final Set<String> excused = new HashSet<>();
  private final List<Altering> alterings = new ArrayList<>();

  public Ledger(Clock clock) {
    this.clock = clock;
  }

  public synchronized void did(Deed deed) {
    deeds.add(deed);
  }

  public synchronized List<Deed> deeds() {
    return List.copyOf(deeds);
  }

  /** Rows of these deeds are being put right: what was wrong until now may be right from now on. */
  public synchronized void healed(List<Deed> which, Instant at) {
    deeds.replaceAll(deed -> which.contains(deed) ? deed.healed(at) : deed);
  }

  /** A trouble begins; the answer ends it. */
  public synchronized Runnable begin(Part part, String what) {
    Trouble begun = new Trouble(part, what, clock.instant(), Optional.empty());
    troubles.add(begun);
    return () -> end(begun);
  }

  private synchronized void end(Trouble begun) {
    troubles.replaceAll(
        trouble ->
            trouble.equals(begun)
                ? new Trouble(
                    begun.part(), begun.what(), begun.from(), Optional.of(clock.instant()))
                : trouble);
  }

  public synchronized List<Trouble> troubles() {
    return List.copyOf(troubles);
  }

  public synchronized void refuses(String table) {
    refused.add(table);
  }

  public synchronized Set<String> refused() {
    return Set.copyOf(refused);
  }

  /**
   * A table's key is being altered on one side after the other: meanwhile none can be applied. The
   * answer ends it.
   */
  public synchronized Runnable alters(String table) {
    Altering begun = new Altering(table, clock.instant(), Optional.empty());
    alterings.add(begun);
    return () -> altered(begun);
  }

  private synchronized void altered(Altering begun) {
    alterings.replaceAll(
        altering ->
            altering.equals(begun)
                ? new Altering(begun.table(), begun.from(), Optional.of(clock.instant()))
                : altering);
  }

  public synchronized List<Altering> alterings() {
    return List.copyOf(alterings);
  }

  /** Nothing is expected of this table any more: its fault has been told. */
  public synchronized void excuse(String table) {
    excused.add(table);
  }

  public synchronized Set<String> excused() {
    return Set.copyOf(excused);
  }
}
