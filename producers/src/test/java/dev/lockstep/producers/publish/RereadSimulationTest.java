package dev.lockstep.producers.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.table.TableFacts;
import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.Flow;
import dev.lockstep.flow.TablePattern;
import dev.lockstep.flow.TableSelection;
import dev.lockstep.producers.behind.Behind;
import dev.lockstep.producers.scope.CaptureScope;
import dev.lockstep.producers.source.connect.ConnectorOffset;
import dev.lockstep.producers.source.event.LogEvent;
import dev.lockstep.producers.source.event.LogPlace;
import dev.lockstep.producers.source.mariadb.MariaDbTransactions;
import dev.lockstep.schema.event.CapturePosition;
import dev.lockstep.schema.event.Marker;
import dev.lockstep.schema.event.MarkerKind;
import dev.lockstep.schema.event.Reread;
import dev.lockstep.schema.event.SourceReach;
import dev.lockstep.schema.event.TopicReach;
import dev.lockstep.schema.topic.TableName;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/**
 * Goal: a row that is read beside the log never overwrites anything newer, and when a reading ends
 * the topic tells the table. Method: a made-up log is published while made-up readers read its
 * tables in pieces, each as of some place in the log that may lie ahead of what is published; rows
 * and log interleave anyhow; captures die anywhere and start again. Each row is held against a
 * replay of the log up to what is published at that moment. A failure names its seed.
 */
class RereadSimulationTest {

  private static final int PARTITIONS = 3;
  private static final int TRANSACTIONS = 60;
  private static final int RUNS = Integer.getInteger("runs", 300);
  private static final long FIRST_SEED = Long.getLong("seed", 1);

  @Test
  void publishesNothingOlderOverNewerInAnyInterleaving() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
      try {
        new Simulation(seed).run();
      } catch (Throwable e) {
        throw new AssertionError("Seed " + seed + ": rerun with -Dseed=" + seed + " -Druns=1", e);
      }
    }
  }

  private record Sent(String topic, int partition, IndexedRecord key, IndexedRecord value) {
    boolean isChange() {
      return topic.startsWith("target.");
    }

    String op() {
      return ((GenericRecord) value).get("op").toString();
    }

    GenericRecord source() {
      return (GenericRecord) ((GenericRecord) value).get("source");
    }
  }

  private static final class Simulation {

    private final Random random;
    private final SimulatedLog log;
    private final List<Sent> kafka = new ArrayList<>();
    private int requests;
    private int ended;

    /** Where the log is followed from: what is older has to be read. */
    private final int first;

    Simulation(long seed) {
      random = new Random(seed);
      log = new SimulatedLog(random, PARTITIONS, TRANSACTIONS);
      first = random.nextBoolean() ? 0 : random.nextInt(TRANSACTIONS / 2);
    }

    void run() {
      Incarnation current = new Incarnation();
      while (!current.isDone()) {
        if (random.nextInt(150) == 0) {
          if (random.nextBoolean()) {
            current.flush();
          }
          current = new Incarnation();
        } else {
          current.step();
        }
      }
      current.flush();
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

    /** One life of the capture, with the reader that it has. */
    private final class Incarnation {

      private final MockProducer<IndexedRecord, IndexedRecord> producer =
          new MockProducer<>(true, null, (topic, data) -> null, (topic, data) -> null);
      private final ChangePublisher publisher;
      private final List<LogEvent> events = new ArrayList<>();
      private int next;
      private int taken;

      /** Transactions that are published in whole. */
      private int published;

      private Rereading reading;
      private int definitions;

      /** The piece being read: as of how many transactions, and its rows that are left. */
      private int seen;

      private boolean begun;
      private Deque<LogEvent.RowChanged> left = new ArrayDeque<>();
      private int from;
      private int to;

      Incarnation() {
        producer.initTransactions();
        Position position = position();
        boolean snapshot = !position.isResumable();
        Position at = snapshot ? position.nextEpoch(SimulatedLog.START) : position;
        TableChannels tables = new TableChannels(scope(), new Catalogue());
        boolean madeMeanwhile = snapshot && random.nextBoolean();
        tables.open(
            madeMeanwhile
                ? List.of(SimulatedLog.facts(SimulatedLog.A))
                : List.of(SimulatedLog.facts(SimulatedLog.A), SimulatedLog.facts(SimulatedLog.B)));
        tables.announced(List.of(SimulatedLog.A, SimulatedLog.B));
        publisher =
            new ChangePublisher(
                scope(),
                PARTITIONS,
                new TransactionalLog(producer, () -> 0),
                tables,
                at,
                Clock.fixed(SimulatedLog.START, ZoneOffset.UTC),
                Duration.ofDays(1),
                new Behind(
                    new MariaDbTransactions(),
                    Clock.fixed(SimulatedLog.START, ZoneOffset.UTC),
                    () -> 0),
                transaction -> Optional.empty());
        if (snapshot) {
          publisher.announceAll("first");
          collect();
          events.add(
              new LogEvent.SnapshotEnded(
                  new ConnectorOffset(Map.of("file", "bin.1", "pos", (long) first))));
          if (madeMeanwhile && first == 0 && random.nextBoolean()) {
            events.addAll(SimulatedLog.made(SimulatedLog.B));
          }
        }
        int start =
            snapshot ? first : ((Number) at.resume().orElseThrow().offset().get("pos")).intValue();
        published = start;
        events.addAll(log.from(start));
      }

      boolean isDone() {
        return next == events.size() && publisher.rereads().pending().isEmpty();
      }

      void step() {
        boolean more = next < events.size();
        int dice = random.nextInt(10);
        if (more && dice < 4) {
          publish();
        } else if (more && dice == 4 && random.nextInt(4) == 0) {
          ask();
        } else {
          read();
        }
        collect();
        if (random.nextInt(8) == 0) {
          flush();
        }
      }

      private void publish() {
        LogEvent event = events.get(next++);
        publisher.publish(event);
        if (next == events.size()) {
          published = TRANSACTIONS;
        } else if (events.get(next) instanceof LogEvent.TransactionStarted started) {
          published = (int) started.offset().place().position();
        }
      }

      private void ask() {
        TableName table = random.nextBoolean() ? SimulatedLog.A : SimulatedLog.B;
        if (random.nextBoolean()) {
          publisher
              .rereads()
              .request(
                  table,
                  new Reread("r" + requests++, "asked for", SimulatedLog.START, null, 0L, null));
        } else {
          publisher
              .rereads()
              .need(new NeededReread(table, "needed", random.nextInt(3) == 0, false));
        }
      }

      private void read() {
        if (!publisher.isFollowing()) {
          return;
        }
        Rereading now = publisher.rereads().start().orElse(null);
        if (now != reading) {
          reading = now;
          from = 0;
          begun = false;
          left.clear();
          if (now != null) {
            definitions = now.definitions();
            seen = 0;
            see();
          }
          return;
        }
        if (now == null) {
          return;
        }
        if (now.definitions() != definitions) {
          definitions = now.definitions();
          see();
        } else if (!begun) {
          // The capture learns late of what the reader's transaction saw.
          if (random.nextBoolean()) {
            assertThat(now.seenUpTo(new LogPlace("bin.1", seen))).isTrue();
            begun = true;
          }
        } else if (published >= seen) {
          take(now);
        }
      }

      /** A piece's transaction begins: it sees the log as of now or of some time later. */
      private void see() {
        // A later transaction never sees less than one before it.
        seen = Math.min(TRANSACTIONS, Math.max(seen, published + 1 + random.nextInt(12)));
        begun = false;
        to = random.nextInt(4) == 0 ? Integer.MAX_VALUE : from + 1 + random.nextInt(60);
        left.clear();
        if (reading.table().equals(SimulatedLog.PROGRESS)) {
          to = Integer.MAX_VALUE;
          left.addAll(log.progressRows(seen));
          return;
        }
        new TreeMap<>(log.rows(reading.table(), seen))
            .forEach(
                (id, value) -> {
                  if (id >= from && id < to) {
                    left.add(SimulatedLog.read(reading.table(), id, value));
                  }
                });
      }

      private void take(Rereading now) {
        if (!left.isEmpty()) {
          publisher.rereads().read(left.removeFirst());
        } else if (to < 200) {
          from = to;
          see();
        } else {
          publisher.rereads().end();
          ended += reading.table().equals(SimulatedLog.PROGRESS) ? 0 : 1;
          assertThat(now).isEqualTo(reading);
        }
      }

      void flush() {
        publisher.flush();
        collect();
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
      checkBegunBeforeTheSnapshotIsSaidToBeOver();
      assertThat(kafka.stream().filter(s -> s.isChange() && s.op().equals("e")).count())
          .isGreaterThanOrEqualTo((long) PARTITIONS * ended);
      for (TableName table : List.of(SimulatedLog.A, SimulatedLog.B)) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
          replay(table, partition);
        }
        assertThat(last(table))
            .as("the topic tells table " + table)
            .isEqualTo(log.rows(table, TRANSACTIONS));
      }
      for (int partition = 0; partition < PARTITIONS; partition++) {
        checkMarkers(partition);
      }
    }

    /**
     * A table without a beginning counts as one that is not there once the snapshot is over: also
     * one that was made while that was read has its beginning before.
     */
    private void checkBegunBeforeTheSnapshotIsSaidToBeOver() {
      Set<String> begun = new HashSet<>();
      for (Sent sent : kafka) {
        if (sent.isChange()) {
          begun.add(sent.topic() + "-" + sent.partition());
        } else if (sent.value() instanceof Marker marker
            && marker.getKind() == MarkerKind.SNAPSHOT) {
          assertThat(begun)
              .contains(
                  "target." + SimulatedLog.A + "-" + sent.partition(),
                  "target." + SimulatedLog.B + "-" + sent.partition());
        }
      }
    }

    /** What the topic tells in the end. */
    private Map<Integer, Long> last(TableName table) {
      Map<Integer, Long> rows = new HashMap<>();
      for (int partition = 0; partition < PARTITIONS; partition++) {
        rows.putAll(replay(table, partition));
      }
      return rows;
    }

    /** By the meaning of the records alone; versions of a key must never go back. */
    private Map<Integer, Long> replay(TableName table, int partition) {
      Map<Integer, Long> rows = new HashMap<>();
      Map<Integer, Long> newest = new HashMap<>();
      Set<Integer> seen = new HashSet<>();
      boolean open = false;
      for (Sent sent : kafka) {
        if (sent.partition() != partition || !sent.topic().equals("target." + table)) {
          continue;
        }
        switch (sent.op()) {
          case "s" -> {
            seen.clear();
            open = true;
          }
          case "e" -> {
            assertThat(open).as("an end has a beginning").isTrue();
            rows.keySet().retainAll(seen);
            open = false;
          }
          case "t" -> rows.clear();
          case "h" -> {}
          default -> {
            GenericRecord change = (GenericRecord) sent.value();
            boolean gone = change.get("after") == null;
            GenericRecord image = (GenericRecord) change.get(gone ? "before" : "after");
            int id = (Integer) image.get("id");
            long value = (Long) image.get("v");
            Long before = newest.put(id, value);
            assertThat(before == null || before <= value)
                .as("%s of %d in %s is not older than what is there", sent.op(), id, table)
                .isTrue();
            seen.add(id);
            if (gone) {
              rows.remove(id);
            } else {
              rows.put(id, value);
            }
          }
        }
      }
      assertThat(open).as("a beginning has an end").isFalse();
      return rows;
    }

    /**
     * No marker divides a transaction, and all that was read is covered in the end; progress is
     * what it was at the end of the last transaction that is covered, and in the end what it is.
     */
    private void checkMarkers(int partition) {
      List<Sent> changes =
          kafka.stream().filter(s -> s.isChange() && s.partition() == partition).toList();
      Map<String, Long> reach = new HashMap<>();
      long progress = 0;
      for (Sent sent : kafka) {
        if (!(sent.value() instanceof Marker marker) || sent.partition() != partition) {
          continue;
        }
        for (TopicReach topic : marker.getTarget()) {
          reach.put(topic.getTopic(), topic.getSerial());
        }
        for (SourceReach source : marker.getProgress()) {
          assertThat(source.getOffset()).as("progress only rises").isGreaterThanOrEqualTo(progress);
          progress = source.getOffset();
        }
        int covered = -1;
        int uncovered = Integer.MAX_VALUE;
        for (Sent change : changes) {
          Object gtid = change.source().get("gtid");
          if (gtid != null) {
            int index = Integer.parseInt(gtid.toString().substring("0-1-".length()));
            if (isCovered(change, reach)) {
              covered = Math.max(covered, index);
            } else {
              uncovered = Math.min(uncovered, index);
            }
          }
        }
        assertThat(covered).as("a marker never divides a transaction").isLessThan(uncovered);
        int before = Math.clamp(uncovered - 1, 0, TRANSACTIONS);
        assertThat(progress)
            .as("progress is not ahead of the rows")
            .isLessThanOrEqualTo(log.appliedAt(partition, before));
      }
      assertThat(progress)
          .as("the last progress is known")
          .isEqualTo(log.appliedAt(partition, TRANSACTIONS));
      assertThat(changes.stream().filter(change -> !isCovered(change, reach)).findFirst())
          .as("all that was published is covered in the end")
          .isEmpty();
    }

    private static boolean isCovered(Sent change, Map<String, Long> reach) {
      return (Long) change.source().get("serial") <= reach.getOrDefault(change.topic(), -1L);
    }
  }

  static CaptureScope scope() {
    Flow flow =
        new Flow(
            "f",
            "source",
            "target",
            new TableSelection(List.of(TablePattern.parse("shop.%")), List.of()),
            List.of(),
            List.of());
    return new CaptureScope("target", EndpointType.MARIADB, List.of(), List.of(flow), "lockstep");
  }

  static class Catalogue implements TableSource {
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
    public boolean takes(TableName table, long bytes) {
      return true;
    }

    @Override
    public void leftOut(TableName table, String message) {}

    @Override
    public void gone(TableName table) {}

    @Override
    public void accepted(TableFacts table) {}
  }
}
