package dev.lockstep.sink.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schema.kafka.Backoff;
import dev.lockstep.sink.position.SourcePartition;
import dev.lockstep.sink.position.Taken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the simulation does not reach: gaps in the log, unique conflicts, what is said. */
class ApplyLoopTest {

  private static final SourcePartition P = new SourcePartition("s.a", "id-a", 0);
  private static final SourcePartition Q = new SourcePartition("s.b", "id-b", 0);

  private final ScriptedLog log = new ScriptedLog();
  private final SimulatedTarget target = new SimulatedTarget();
  private final List<String> said = new ArrayList<>();
  private final List<Long> deadLetters = new ArrayList<>();
  private Optional<TargetException> onWrite = Optional.empty();
  private long now;
  private final ApplyLoop loop =
      new ApplyLoop(
          log,
          log,
          target.through(new Faults()),
          (change, error) -> deadLetters.add(change.offset()),
          new Notes(),
          () -> now,
          new ApplyLoop.Bounds(
              new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1)),
              3,
              Duration.ofSeconds(10),
              Duration.ofSeconds(5)));

  @Test
  void afterAGapOnlyANewSnapshotIsBelieved() {
    log.hasGap = true;
    log.came(P);
    loop.tick(Duration.ZERO);
    assertThat(said).contains("refused s.a");
    log.deliver(Changes.upsert(P, 10, "a", 1));
    loop.tick(Duration.ZERO);
    assertThat(target.state(P).rows).isEmpty();
    assertThat(target.state(P).applied).isEqualTo(Taken.NOTHING);
    log.deliver(
        Changes.upsert(P, 11, "a", 2),
        Changes.barrier(P, 12, Operation.SNAPSHOT_START, 2),
        Changes.upsert(P, 13, "b", 3));
    loop.tick(Duration.ZERO);
    assertThat(target.state(P).rows).containsOnlyKeys("b");
    assertThat(target.state(P).applied).isEqualTo(13);
    assertThat(said).endsWith("running s.a", "running s.a", "running");
  }

  @Test
  void aUniqueConflictIsWaitedForWithoutAWordAndADeadLetterOnlyWhenPatienceEnds() {
    onWrite = Optional.of(conflict());
    log.came(P);
    loop.tick(Duration.ZERO);
    for (int second = 0; second < 9; second += 2) {
      now = Duration.ofSeconds(second).toNanos();
      log.deliver(Changes.upsert(P, 5, "a", 1));
      loop.tick(Duration.ZERO);
      loop.tick(Duration.ZERO);
      assertThat(deadLetters).isEmpty();
      assertThat(said).doesNotContain("retrying s.a");
      now += Duration.ofSeconds(1).toNanos();
      loop.tick(Duration.ZERO);
    }
    now = Duration.ofSeconds(11).toNanos();
    log.deliver(Changes.upsert(P, 5, "a", 1));
    loop.tick(Duration.ZERO);
    assertThat(deadLetters).containsExactly(5L);
    assertThat(target.state(P).applied).isEqualTo(5);
  }

  @Test
  void aBlockedTableStandsStillWhileAnotherMoves() {
    onWrite =
        Optional.of(
            new TargetException(
                TargetException.Scope.TABLE, TargetError.of("42000", "denied", "grant"), null));
    log.came(P);
    log.came(Q);
    loop.tick(Duration.ZERO);
    log.deliver(Changes.upsert(P, 1, "a", 1));
    log.deliver(Changes.upsert(Q, 1, "a", 1));
    loop.tick(Duration.ZERO);
    assertThat(log.stopped).containsExactly(P);
    assertThat(target.state(Q).applied).isEqualTo(1);
    assertThat(said).contains("refused s.a", "running s.b").doesNotContain("running s.a");
    onWrite = Optional.empty();
    now = Duration.ofSeconds(2).toNanos();
    loop.tick(Duration.ZERO);
    log.deliver(Changes.upsert(P, 1, "a", 1));
    loop.tick(Duration.ZERO);
    assertThat(target.state(P).applied).isEqualTo(1);
    assertThat(said).contains("running s.a");
  }

  @Test
  void whatWasSaidOfAPartitionEndsWhenItGoesToAnotherWorker() {
    onWrite = Optional.of(denied());
    log.came(P);
    loop.tick(Duration.ZERO);
    log.deliver(Changes.upsert(P, 1, "a", 1));
    loop.tick(Duration.ZERO);
    assertThat(said).contains("refused s.a");
    log.gone.add(P);
    loop.tick(Duration.ZERO);
    assertThat(said).contains("gone s.a");
  }

  @Test
  void troubleIsOverWhenNothingIsLeftToBeApplied() {
    onWrite = Optional.of(denied());
    log.lastOffset = 1;
    log.came(P);
    loop.tick(Duration.ZERO);
    log.deliver(Changes.upsert(P, 1, "a", 1));
    loop.tick(Duration.ZERO);
    assertThat(said).contains("refused s.a").doesNotContain("running s.a");
    // Another worker had the partition for a moment, applied the record and gave it back.
    log.gone.add(P);
    log.came(P);
    log.seenOffset = 1;
    loop.tick(Duration.ZERO);
    assertThat(said).endsWith("running s.a", "running");
  }

  private static TargetException denied() {
    return new TargetException(
        TargetException.Scope.TABLE, TargetError.of("42000", "denied", "grant"), null);
  }

  private static TargetException conflict() {
    return new TargetException(
        TargetException.Scope.ROWS, new TargetError("23000/1062", "duplicate", "", true), null);
  }

  private static final class ScriptedLog implements Log, WholeTopic {
    private final Set<SourcePartition> came = new java.util.TreeSet<>();
    private final Map<SourcePartition, List<Change>> next = new java.util.TreeMap<>();
    private final List<SourcePartition> stopped = new ArrayList<>();
    private final Set<SourcePartition> gone = new java.util.TreeSet<>();
    private boolean hasGap;
    private long lastOffset = Long.MAX_VALUE;
    private long seenOffset = Taken.NOTHING;

    void came(SourcePartition partition) {
      came.add(partition);
    }

    void deliver(Change... changes) {
      next.put(changes[0].partition(), List.of(changes));
    }

    @Override
    public Polled poll(Duration patience) {
      Polled polled =
          new Polled(Set.copyOf(gone), Set.copyOf(came), Map.copyOf(next), Optional.empty());
      gone.clear();
      came.clear();
      next.clear();
      return polled;
    }

    @Override
    public Set<SourcePartition> siblings(SourcePartition partition) {
      return Set.of(partition);
    }

    @Override
    public Map<SourcePartition, List<Change>> upToOneSerial(
        Map<SourcePartition, Taken> progress, long atLeast) {
      return Map.of(P, List.of(Changes.upsert(P, 5, "a", 1)));
    }

    @Override
    public Start start(SourcePartition partition, Taken from) {
      return new Start(!hasGap, lastOffset);
    }

    @Override
    public void stop(Collection<SourcePartition> partitions) {
      stopped.addAll(partitions);
    }

    @Override
    public long seenOffset(SourcePartition partition) {
      return seenOffset;
    }
  }

  private final class Faults implements SimulatedTarget.Faults {
    @Override
    public void at(String call) {}

    @Override
    public SimulatedTarget.CommitFault atCommit() {
      return SimulatedTarget.CommitFault.NONE;
    }

    @Override
    public boolean refuses(Change change) {
      return false;
    }

    @Override
    public void onWrite(String topic, Wave wave) throws TargetException {
      if (onWrite.isPresent() && topic.equals(P.topic()) && !wave.upserts().isEmpty()) {
        throw onWrite.get();
      }
    }
  }

  private final class Notes implements Board {
    @Override
    public void running() {
      said.add("running");
    }

    @Override
    public void retrying(TargetError error) {
      said.add("retrying");
    }

    @Override
    public void partitionRunning(SourcePartition partition, Optional<TargetError> notice) {
      said.add("running " + partition.topic());
    }

    @Override
    public void partitionRetrying(SourcePartition partition, TargetError error) {
      said.add("retrying " + partition.topic());
    }

    @Override
    public void partitionRefused(SourcePartition partition, TargetError error) {
      said.add("refused " + partition.topic());
    }

    @Override
    public void partitionGone(SourcePartition partition) {
      said.add("gone " + partition.topic());
    }

    @Override
    public void deadLettered(Change change, TargetError error) {
      said.add("dead letter " + change.offset());
    }
  }
}
