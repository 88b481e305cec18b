package dev.lockstep.sink.apply;

import dev.lockstep.schema.kafka.Backoff;
import dev.lockstep.sink.position.Advance;
import dev.lockstep.sink.position.SourcePartition;
import dev.lockstep.sink.position.Taken;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the partitions of one group member from the log to the target, one {@link #tick} after the
 * other. Invariants 2 (exactly once), 3 (order of a key), 5 (no silence), 8 (nothing stops
 * another).
 *
 * <p>There is one way to recover: forget everything in memory, take the partition over again on the
 * target (which raises the fence and waits for whoever still holds the progress row), read
 * progress, and let the log deliver from there. A crash, a commit of unknown outcome, a lost
 * connection and a rebalance all end there, so nothing is ever guessed. What cannot go on stands
 * still, by partition, while the log is polled on, so that the group keeps us.
 *
 * <p>One thread; a crash anywhere leaves at most an open transaction, which the target rolls back.
 */
public final class ApplyLoop {

  /**
   * Bounds of the loop.
   *
   * @param retry waits between attempts at what failed
   * @param contentionAttempts attempts in a row at a transaction that met a deadlock
   * @param conflictPatience how long a unique conflict may take to be resolved by other partitions,
   *     before all of them are settled together
   * @param seenAfter how long a partition is idle before its end is noted as seen
   */
  public record Bounds(
      Backoff retry, int contentionAttempts, Duration conflictPatience, Duration seenAfter) {}

  private static final Logger LOG = LoggerFactory.getLogger(ApplyLoop.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  private final Log log;
  private final Board board;
  private final LongSupplier nanoTime;
  private final Duration seenAfter;
  private final Holdings holdings;
  private final TargetLink link;
  private final Settler settler;
  private long lookedNanos;

  public ApplyLoop(
      Log log,
      WholeTopic topics,
      Target target,
      DeadLetters deadLetters,
      Board board,
      LongSupplier nanoTime,
      Bounds bounds) {
    this.log = log;
    this.board = board;
    this.nanoTime = nanoTime;
    this.lookedNanos = nanoTime.getAsLong();
    this.seenAfter = bounds.seenAfter();
    this.holdings = new Holdings(log, nanoTime, bounds.retry());
    this.link = new TargetLink(target, holdings, board, nanoTime, bounds.retry());
    this.settler = new Settler(holdings, link, topics, deadLetters, board, nanoTime, bounds);
  }

  /** Polls once and settles everything that it brought, as far as it goes. */
  public void tick(Duration patience) {
    Log.Polled polled = log.poll(patience);
    holdings.follow(polled);
    polled.gone().forEach(board::partitionGone);
    if (link.ensureUp()) {
      startDue();
      settle(polled.changes());
      noteSeen();
      // A retry whose commit lost its answer, or a start with nothing to do: trouble is over.
      holdings.foundAtTheEnd().forEach(this::sayRunning);
      lookAgain();
    }
    if (link.isUp()) {
      polled.trouble().ifPresentOrElse(board::retrying, board::running);
    }
  }

  /** Closes the connection to the target; what is not committed comes again. */
  public void close() {
    link.close();
  }

  private void sayRunning(SourcePartition partition) {
    if (link.isUp()) {
      board.partitionRunning(partition, link.session().notice(partition.topic()));
    }
  }

  /** What was said of a table's definition ends when somebody has followed it. */
  private void lookAgain() {
    if (!link.isUp() || nanoTime.getAsLong() - lookedNanos < LOOK_AGAIN.toNanos()) {
      return;
    }
    lookedNanos = nanoTime.getAsLong();
    try {
      for (String topic : link.session().lookAgain()) {
        holdings.running(topic).forEach(this::sayRunning);
      }
    } catch (TargetException e) {
      if (e.scope() == TargetException.Scope.SERVER) {
        link.lose(e.error());
      } else {
        LOG.debug("Tables were not looked at again: {}", e.error());
      }
    }
  }

  private void startDue() {
    List<SourcePartition> due = holdings.due();
    List<SourcePartition> untaken =
        due.stream().filter(partition -> holdings.of(partition).taken == null).toList();
    if (untaken.isEmpty() || take(untaken)) {
      due.forEach(this::start);
    }
  }

  private boolean take(List<SourcePartition> partitions) {
    try {
      Map<SourcePartition, Taken> taken = link.session().take(partitions);
      for (SourcePartition partition : partitions) {
        Taken from = taken.get(partition);
        if (from == null) {
          throw new IllegalStateException("the target did not hand over " + partition);
        }
        holdings.of(partition).taken = from;
      }
      link.works();
      return true;
    } catch (TargetException e) {
      if (e.scope() == TargetException.Scope.CONTENTION) {
        partitions.forEach(holdings::defer);
        board.retrying(e.error());
      } else {
        link.lose(e.error());
      }
      return false;
    }
  }

  private void start(SourcePartition partition) {
    Holding holding = holdings.of(partition);
    Taken from = holdings.taken(partition);
    holding.delivering = true;
    holding.lastRecordNanos = nanoTime.getAsLong();
    Log.Start start = log.start(partition, from);
    holding.endAtStart = start.lastOffset();
    holding.awaitingSnapshot = !start.reachesBack();
    if (holding.awaitingSnapshot) {
      board.partitionRefused(partition, Troubles.lostHistory(partition, from));
    }
  }

  private void settle(Map<SourcePartition, List<Change>> changes) {
    Map<SourcePartition, Deque<Slice>> pending = new LinkedHashMap<>();
    changes.forEach(
        (partition, delivered) -> {
          if (holdings.delivers(partition)) {
            List<Change> usable = sinceSnapshot(holdings.of(partition), delivered);
            if (!usable.isEmpty()) {
              pending.put(partition, new ArrayDeque<>(Slice.cut(partition, usable)));
            }
          }
        });
    while (!pending.isEmpty()) {
      settler.settle(pending.values().stream().map(Deque::removeFirst).toList());
      pending.entrySet().removeIf(e -> e.getValue().isEmpty() || !holdings.delivers(e.getKey()));
    }
  }

  /** After a gap in the log, what precedes the next snapshot says nothing for sure. */
  private List<Change> sinceSnapshot(Holding holding, List<Change> changes) {
    holding.lastRecordNanos = nanoTime.getAsLong();
    if (!holding.awaitingSnapshot) {
      return changes;
    }
    for (int i = 0; i < changes.size(); i++) {
      if (changes.get(i).operation() == Operation.SNAPSHOT_START) {
        holding.awaitingSnapshot = false;
        return changes.subList(i, changes.size());
      }
    }
    return List.of();
  }

  /** Kafka's control records take offsets too; once noted, an emptied log is no lost history. */
  private void noteSeen() {
    List<Advance> seen = new ArrayList<>();
    for (SourcePartition partition : holdings.idleFor(seenAfter)) {
      Taken taken = holdings.taken(partition);
      long offset = log.seenOffset(partition);
      if (offset > taken.seenOffset()) {
        seen.add(new Advance(partition, taken.fence(), offset));
      }
    }
    if (seen.isEmpty() || !link.isUp()) {
      return;
    }
    try {
      Set<SourcePartition> fenced = link.session().noteSeen(seen);
      for (Advance advance : seen) {
        if (!fenced.contains(advance.partition())) {
          Taken taken = holdings.taken(advance.partition());
          holdings.of(advance.partition()).taken = taken.seenTo(advance.offset());
        }
      }
    } catch (TargetException e) {
      link.lose(e.error());
    }
  }
}
