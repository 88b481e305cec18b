package dev.lockstep.producers.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.table.TableFacts;
import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.Flow;
import dev.lockstep.flow.TablePattern;
import dev.lockstep.flow.TableSelection;
import dev.lockstep.producers.behind.Behind;
import dev.lockstep.producers.scope.CaptureScope;
import dev.lockstep.producers.source.connect.ConnectorOffset;
import dev.lockstep.producers.source.event.LogEvent;
import dev.lockstep.producers.source.event.LogEvent.RowChanged;
import dev.lockstep.producers.source.mariadb.MariaDbTransactions;
import dev.lockstep.schema.event.CapturePosition;
import dev.lockstep.schema.event.Marker;
import dev.lockstep.schema.event.MarkerKind;
import dev.lockstep.schema.event.SourceReach;
import dev.lockstep.schema.event.TopicReach;
import dev.lockstep.schema.topic.TableName;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.Test;

/**
 * Goal: invariants 1 and 4 of a capture. Method: a made-up log is published by captures that die at
 * any record or commit and start again from the committed position; now and then a dead one goes on
 * as a zombie. Whatever happened, each change is there once in the log's order, and each marker
 * stands at a transaction's end and says exactly what lies before it. A failure names its seed.
 */
class CaptureSimulationTest {

  private static final int PARTITIONS = 3;
  private static final int RUNS = Integer.getInteger("runs", 300);
  private static final long FIRST_SEED = Long.getLong("seed", 1);

  @Test
  void publishesEachChangeOnceAndMarksExactlyWhereverItDies() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
      try {
        new Simulation(seed, true).run();
      } catch (Throwable e) {
        throw new AssertionError("Seed " + seed + ": rerun with -Dseed=" + seed + " -Druns=1", e);
      }
    }
  }

  /** Nothing is judged at a source's transactions, but what it says of them is as exact. */
  @Test
  void saysOfASourceWhatHasEndedAndLosesNothingOfItWhereverItDies() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
      try {
        new Simulation(seed, false).run();
      } catch (Throwable e) {
        throw new AssertionError("Seed " + seed + ": rerun with -Dseed=" + seed + " -Druns=1", e);
      }
    }
  }

  private record Sent(String topic, int partition, IndexedRecord key, IndexedRecord value) {
    long serial() {
      return value instanceof Marker marker
          ? marker.getSerial()
          : (Long) ((GenericRecord) ((GenericRecord) value).get("source")).get("serial");
    }

    boolean isRow() {
      return key != null && topic.startsWith("target.");
    }

    boolean isChange() {
      return topic.startsWith("target.");
    }
  }

  private static final class Simulation {

    private final Random random;
    private final SimulatedLog log;
    private final boolean target;
    private final List<Sent> kafka = new ArrayList<>();

    Simulation(long seed, boolean target) {
      this.target = target;
      random = new Random(seed);
      log = new SimulatedLog(random, PARTITIONS, 60);
    }

    void run() {
      Incarnation current = new Incarnation();
      while (!current.isDone()) {
        if (random.nextInt(100) < 4) {
          Incarnation dead = current;
          boolean atCommit = random.nextInt(3) == 0;
          if (atCommit) {
            dead.flush();
          }
          current = new Incarnation();
          if (random.nextInt(3) == 0) {
            dead.goOnAsZombie();
          }
        } else {
          current.step();
        }
      }
      current.flush();
      current.heartbeat();
      check();
    }

    private Position position() {
      for (int i = kafka.size() - 1; i >= 0; i--) {
        if (kafka.get(i).value() instanceof CapturePosition position) {
          return Position.of(position);
        }
      }
      return Position.NONE;
    }

    /** One life of the capture, from the position committed by the lives before. */
    private final class Incarnation {

      private final MockProducer<IndexedRecord, IndexedRecord> producer =
          new MockProducer<>(true, null, (topic, data) -> null, (topic, data) -> null);
      private final ChangePublisher publisher;
      private final List<LogEvent> events;
      private int next;
      private int taken;

      Incarnation() {
        producer.initTransactions();
        Position position = position();
        boolean snapshot = !position.isResumable();
        Position from = snapshot ? position.nextEpoch(SimulatedLog.START) : position;
        TableChannels tables = new TableChannels(scope(target), new Catalogue());
        tables.open(
            List.of(SimulatedLog.facts(SimulatedLog.A), SimulatedLog.facts(SimulatedLog.B)));
        tables.announced(List.of(SimulatedLog.A, SimulatedLog.B));
        publisher =
            new ChangePublisher(
                scope(target),
                PARTITIONS,
                new TransactionalLog(producer, () -> 0),
                tables,
                from,
                Clock.fixed(SimulatedLog.START, ZoneOffset.UTC),
                target ? Duration.ofDays(1) : Duration.ZERO,
                new Behind(
                    new MariaDbTransactions(),
                    Clock.fixed(SimulatedLog.START, ZoneOffset.UTC),
                    () -> 0),
                transaction -> Optional.empty());
        events = new ArrayList<>();
        if (snapshot) {
          publisher.announceAll("first");
          collect();
          events.add(
              new LogEvent.SnapshotEnded(new ConnectorOffset(Map.of("file", "bin.1", "pos", 0L))));
        }
        int start =
            snapshot ? 0 : ((Number) from.resume().orElseThrow().offset().get("pos")).intValue();
        events.addAll(log.from(start));
      }

      boolean isDone() {
        return next == events.size();
      }

      void step() {
        publisher.publish(events.get(next++));
        collect();
        if (!target && random.nextInt(4) == 0) {
          publisher.heartbeat();
        }
        if (random.nextInt(6) == 0) {
          flush();
        }
      }

      void heartbeat() {
        publisher.heartbeat();
        flush();
      }

      void flush() {
        publisher.flush();
        collect();
      }

      void goOnAsZombie() {
        producer.fenceProducer();
        assertThatThrownBy(
                () -> {
                  while (!isDone()) {
                    publisher.publish(events.get(next++));
                  }
                  publisher.heartbeat();
                  publisher.flush();
                  publisher.flush();
                  throw new ProducerFencedException("nothing was left to do");
                })
            .isInstanceOf(KafkaException.class);
        assertThat(producer.history()).hasSize(taken);
      }

      /** What a commit made visible. */
      private void collect() {
        List<ProducerRecord<IndexedRecord, IndexedRecord>> history = producer.history();
        for (; taken < history.size(); taken++) {
          ProducerRecord<IndexedRecord, IndexedRecord> record = history.get(taken);
          kafka.add(new Sent(record.topic(), record.partition(), record.key(), record.value()));
        }
      }
    }

    private void check() {
      List<Sent> changes = kafka.stream().filter(Sent::isChange).toList();
      assertThat(changes).isSortedAccordingTo((a, b) -> Long.compare(a.serial(), b.serial()));
      assertThat(changes.stream().filter(Sent::isRow).map(CaptureSimulationTest::text))
          .containsExactlyElementsOf(truth());
      for (int partition = 0; partition < PARTITIONS; partition++) {
        if (target) {
          checkMarkers(partition);
        } else {
          checkReach(partition);
        }
      }
    }

    private List<String> truth() {
      List<String> rows = new ArrayList<>();
      for (LogEvent event : log.from(0)) {
        if (event instanceof RowChanged row && row.table().schema().equals("shop")) {
          var image = row.after() == null ? row.before() : row.after();
          rows.add(
              row.op()
                  + row.table()
                  + row.shape().plain(image, "id")
                  + "="
                  + row.shape().plain(image, "v"));
        }
      }
      return rows;
    }

    /**
     * Walks the markers of one partition. What they cover must at each be the log up to the end of
     * some transaction, rows and progress alike; and of each foreign one up to its own end.
     */
    private void checkMarkers(int partition) {
      List<Sent> changes =
          kafka.stream().filter(s -> s.isChange() && s.partition() == partition).toList();
      List<Integer> progressing = progressing(partition);
      Map<String, Long> reach = new HashMap<>();
      Set<Integer> endedAt = new HashSet<>();
      int covered = 0;
      int progress = -1;
      long previous = -1;
      for (Marker marker : markers(partition)) {
        assertThat(marker.getSerial()).isGreaterThan(previous);
        previous = marker.getSerial();
        for (TopicReach topic : marker.getTarget()) {
          Long before = reach.put(topic.getTopic(), topic.getSerial());
          assertThat(before == null || before < topic.getSerial()).as("only what is new").isTrue();
        }
        for (SourceReach source : marker.getProgress()) {
          int next = log.transactionApplying(partition, source.getOffset());
          assertThat(next).as("progress only rises").isGreaterThanOrEqualTo(progress);
          progress = next;
        }
        covered = covered(changes, reach);
        int last = covered == 0 ? -1 : index(changes.get(covered - 1));
        int next = covered == changes.size() ? Integer.MAX_VALUE : index(changes.get(covered));
        assertThat(last).as("a marker never divides a transaction").isLessThan(Math.max(next, 0));
        assertThat(progress).as("progress is not ahead of the rows").isLessThan(next);
        assertThat(progress)
            .as("rows are not ahead of progress")
            .isGreaterThanOrEqualTo(newestUpTo(progressing, last));
        endedAt.add(last);
      }
      assertThat(covered).as("every change is covered in the end").isEqualTo(changes.size());
      assertThat(progress).isEqualTo(newestUpTo(progressing, Integer.MAX_VALUE));
      for (Sent change : changes) {
        if (index(change) >= 0
            && log.transactions.get(index(change)).kind() != SimulatedLog.Kind.OWN) {
          assertThat(endedAt)
              .as("a foreign transaction has its own marker")
              .contains(index(change));
        }
      }
    }

    /** The same of a source: at each marker, what is covered is the log up to some end. */
    private void checkReach(int partition) {
      List<Sent> changes =
          kafka.stream().filter(s -> s.isChange() && s.partition() == partition).toList();
      Map<String, Long> reach = new HashMap<>();
      int covered = 0;
      for (Marker marker : markers(partition)) {
        assertThat(marker.getKind()).isIn(MarkerKind.SNAPSHOT, MarkerKind.HEARTBEAT);
        for (TopicReach topic : marker.getTarget()) {
          assertThat(topic.getSerial()).isLessThan(marker.getSerial());
          Long before = reach.put(topic.getTopic(), topic.getSerial());
          assertThat(before == null || before < topic.getSerial()).as("only what is new").isTrue();
        }
        covered = covered(changes, reach);
        int last = covered == 0 ? -1 : index(changes.get(covered - 1));
        int next = covered == changes.size() ? Integer.MAX_VALUE : index(changes.get(covered));
        assertThat(last).as("a marker never divides a transaction").isLessThan(Math.max(next, 0));
        if (marker.getKind() == MarkerKind.HEARTBEAT && !marker.getPosition().isEmpty()) {
          assertThat(index(marker.getPosition()))
              .as("the position is covered whole, and nothing behind it")
              .isLessThan(next)
              .isGreaterThanOrEqualTo(last);
        }
      }
      assertThat(covered).as("every change is covered in the end").isEqualTo(changes.size());
    }

    /** How many changes are covered; those must be the first ones. */
    private static int covered(List<Sent> changes, Map<String, Long> reach) {
      int covered = 0;
      for (int i = 0; i < changes.size(); i++) {
        if (changes.get(i).serial() <= reach.getOrDefault(changes.get(i).topic(), -1L)) {
          assertThat(covered).as("what is covered has no gap").isEqualTo(i);
          covered = i + 1;
        }
      }
      return covered;
    }

    private List<Marker> markers(int partition) {
      return kafka.stream()
          .filter(sent -> sent.value() instanceof Marker && sent.partition() == partition)
          .map(sent -> (Marker) sent.value())
          .toList();
    }

    /** Transactions that wrote progress of a partition. */
    private List<Integer> progressing(int partition) {
      List<Integer> transactions = new ArrayList<>();
      for (int i = 0; i < log.transactions.size(); i++) {
        if (log.progress(i, partition).isPresent()
            && log.transactionApplying(partition, log.progress(i, partition).getAsLong()) == i) {
          transactions.add(i);
        }
      }
      return transactions;
    }

    private static int newestUpTo(List<Integer> transactions, int limit) {
      return transactions.stream().filter(t -> t <= limit).mapToInt(t -> t).max().orElse(-1);
    }
  }

  /** Index of the change's transaction; -1 for the snapshot's barriers. */
  private static int index(Sent change) {
    Object gtid = ((GenericRecord) ((GenericRecord) change.value()).get("source")).get("gtid");
    return gtid == null ? -1 : index(gtid.toString());
  }

  private static int index(String transaction) {
    return Integer.parseInt(transaction.substring(transaction.lastIndexOf('-') + 1)) - 1;
  }

  private static String text(Sent sent) {
    GenericRecord change = (GenericRecord) sent.value();
    GenericRecord image =
        (GenericRecord) (change.get("after") == null ? change.get("before") : change.get("after"));
    String table = sent.topic().substring("target.".length());
    return change.get("op") + table + image.get("id") + "=" + image.get("v");
  }

  private static CaptureScope scope(boolean target) {
    Flow flow =
        new Flow(
            "f",
            "source",
            "target",
            new TableSelection(List.of(TablePattern.parse("shop.%")), List.of()),
            List.of(),
            List.of());
    return target
        ? new CaptureScope("target", EndpointType.MARIADB, List.of(), List.of(flow), "lockstep")
        : new CaptureScope("target", EndpointType.MARIADB, List.of(flow), List.of(), "lockstep");
  }

  private static final class Catalogue implements TableSource {
    @Override
    public Optional<TableFacts> describe(TableName table) {
      return Optional.of(SimulatedLog.facts(table));
    }

    @Override
    public Collection<TableName> there() {
      return List.of(SimulatedLog.A, SimulatedLog.B);
    }

    @Override
    public boolean isGone(TableName table) {
      return !there().contains(table);
    }

    @Override
    public void provision(Collection<TableName> tables) {}

    @Override
    public void refused(TableName table, String message, String remedy) {
      throw new AssertionError(message);
    }

    @Override
    public void leftOut(TableName table, String message) {}

    @Override
    public void gone(TableName table) {}

    @Override
    public boolean takes(TableName table, long bytes) {
      return true;
    }

    @Override
    public void accepted(TableFacts table) {}
  }
}
