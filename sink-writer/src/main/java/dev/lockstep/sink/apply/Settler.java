package dev.lockstep.sink.apply;

import dev.lockstep.sink.position.SourcePartition;
import dev.lockstep.sink.position.Taken;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Settles slices of the log: tries them in one transaction and answers each outcome (invariants 5
 * and 8). What is refused is isolated by splitting, table by table and record by record, so that
 * all the rest goes through; what must wait stands still by partition. One thread.
 */
final class Settler {

  private final Holdings holdings;
  private final TargetLink link;
  private final JointSettler together;
  private final DeadLetters deadLetters;
  private final Board board;
  private final LongSupplier nanoTime;
  private final int contentionAttempts;
  private final Duration conflictPatience;

  Settler(
      Holdings holdings,
      TargetLink link,
      WholeTopic topics,
      DeadLetters deadLetters,
      Board board,
      LongSupplier nanoTime,
      ApplyLoop.Bounds bounds) {
    this.holdings = holdings;
    this.link = link;
    this.together = new JointSettler(holdings, link, topics, deadLetters, board);
    this.deadLetters = deadLetters;
    this.board = board;
    this.nanoTime = nanoTime;
    this.contentionAttempts = bounds.contentionAttempts();
    this.conflictPatience = bounds.conflictPatience();
  }

  /** Settles one slice of each of several partitions, as far as it goes. */
  void settle(List<Slice> slices) {
    List<Slice> round = slices;
    int contentions = 0;
    while (!round.isEmpty() && link.isUp()) {
      switch (Applier.attempt(link.session(), round, holdings.taken(round))) {
        case Outcome.Applied applied -> {
          applied(applied.now());
          return;
        }
        case Outcome.AlreadyApplied already -> {
          return;
        }
        case Outcome.Contended contended -> {
          if (++contentions >= contentionAttempts) {
            round.forEach(slice -> holdings.defer(slice.partition()));
            board.retrying(contended.error());
            return;
          }
        }
        case Outcome.Fenced fenced -> {
          fenced.partitions().forEach(this::fenced);
          round = round.stream().filter(s -> !fenced.partitions().contains(s.partition())).toList();
        }
        case Outcome.Blocked blocked -> {
          block(ofTopic(round, blocked.topic(), true), blocked.error());
          round = ofTopic(round, blocked.topic(), false);
        }
        case Outcome.Rejected rejected -> {
          isolate(round, rejected);
          return;
        }
        case Outcome.Unknown unknown -> link.lose(unknown.error());
        case Outcome.Unavailable unavailable -> link.lose(unavailable.error());
      }
    }
  }

  private void applied(Map<SourcePartition, Taken> now) {
    now.forEach(
        (partition, taken) -> {
          Holding holding = holdings.of(partition);
          holding.taken = taken;
          holding.failures = 0;
          holding.runs = true;
          board.partitionRunning(partition, link.session().notice(partition.topic()));
        });
  }

  private void isolate(List<Slice> round, Outcome.Rejected rejected) {
    settle(ofTopic(round, rejected.topic(), false));
    List<Slice> guilty = ofTopic(round, rejected.topic(), true);
    if (guilty.size() > 1) {
      for (Slice slice : guilty) {
        if (holdings.delivers(slice.partition())) {
          settle(List.of(slice));
        }
      }
    } else if (holdings.delivers(guilty.getFirst().partition())) {
      narrow(guilty.getFirst(), rejected.error());
    }
  }

  private void narrow(Slice guilty, TargetError error) {
    SourcePartition partition = guilty.partition();
    Optional<Slice> rest = guilty.after(holdings.taken(partition).appliedOffset());
    if (rest.isEmpty()) {
      return;
    }
    if (rest.get().isSingle()) {
      reject(rest.get(), error);
      return;
    }
    settle(List.of(rest.get().firstHalf()));
    if (holdings.delivers(partition)) {
      settle(List.of(rest.get().secondHalf()));
    }
  }

  private void reject(Slice slice, TargetError error) {
    Change change = slice.first();
    if (error.mayPass() && isPatient(change)) {
      // Another partition is expected to free the value at once: no trouble to tell of.
      holdings.defer(slice.partition());
      return;
    }
    if (error.mayPass()) {
      together
          .settle(change.partition(), change.serial())
          .ifPresent(reason -> block(List.of(slice), reason));
      return;
    }
    try {
      deadLetters.keep(change, error);
    } catch (DeadLetters.DeadLetterException e) {
      block(List.of(slice), Troubles.noDeadLetter(change, e));
      return;
    }
    board.deadLettered(change, error);
    settle(List.of(slice.toBePassedOver()));
  }

  private boolean isPatient(Change change) {
    Holding holding = holdings.of(change.partition());
    long now = nanoTime.getAsLong();
    if (holding.conflictOffset != change.offset()) {
      holding.conflictOffset = change.offset();
      holding.conflictSinceNanos = now;
    }
    // Waiting ends no conflict with a row that a snapshot will only replace later.
    boolean inSnapshot = holdings.taken(change.partition()).remembering();
    return !inSnapshot && now - holding.conflictSinceNanos < conflictPatience.toNanos();
  }

  private void fenced(SourcePartition partition) {
    holdings.of(partition).taken = null;
    holdings.defer(partition);
    board.retrying(Troubles.fenced(partition));
  }

  private void block(List<Slice> slices, TargetError error) {
    for (Slice slice : slices) {
      holdings.defer(slice.partition());
      if (error.mayPass()) {
        board.partitionRetrying(slice.partition(), error);
      } else {
        board.partitionRefused(slice.partition(), error);
      }
    }
  }

  private static List<Slice> ofTopic(List<Slice> slices, String topic, boolean same) {
    return slices.stream().filter(s -> s.partition().topic().equals(topic) == same).toList();
  }
}
