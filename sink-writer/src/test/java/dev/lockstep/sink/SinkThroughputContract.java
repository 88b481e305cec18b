package dev.lockstep.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.sink.harness.TestColumn;
import dev.lockstep.sink.harness.TestSource;
import dev.lockstep.sink.harness.TestTable;
import dev.lockstep.sink.harness.TestTarget;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Rows a second from a full log, all servers on this machine; printed, never judged. Rows in all:
 * {@code -Dlockstep.test.rows=500000}.
 */
abstract class SinkThroughputContract extends SinkContract {

  SinkThroughputContract(TestTarget target) {
    super(target);
  }

  private static final int ROWS = Integer.getInteger("lockstep.test.rows", 40_000);

  @Test
  void appliesABacklogOfInsertsUpdatesAndDeletes() {
    TestTable orders =
        source.table(
            "orders",
            1,
            TestColumn.integer("id"),
            TestColumn.bigint("customer"),
            TestColumn.text("status", 20),
            TestColumn.text("note", 100),
            TestColumn.decimal("total", 10, 2),
            TestColumn.dateTime("placed"),
            TestColumn.dateTime("changed"),
            TestColumn.bigint("version"));
    int events = write(orders);
    long startNanos = System.nanoTime();
    try (SinkService sink = SinkService.start(source.config(), Clock.systemUTC())) {
      await()
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofMillis(20))
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(
                          query(
                              "SELECT COUNT(*) FROM "
                                  + orders.name().schema()
                                  + ".orders WHERE version = 3"))
                      .isEqualTo(List.of("4")));
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      System.out.printf(
          "sink throughput into "
              + target.label()
              + ": %d events in %.2f s with start = %.0f events/s%n",
          events,
          seconds,
          events / seconds);
    }
    assertThat(query("SELECT COUNT(*) FROM " + orders.name()))
        .isEqualTo(List.of(String.valueOf(ROWS / 2 - ROWS / 20 + 4)));
  }

  /** Half inserts, two fifths updates, a tenth deletes; last a row for each partition. */
  private int write(TestTable orders) {
    int inserts = ROWS / 2;
    int events = 0;
    TestSource.Transaction transaction = source.transaction();
    for (int i = 0; i < inserts; i++) {
      transaction.put(orders, row(i, 1));
      events++;
      if (i % 10 < 8) {
        transaction.put(orders, row(i, 2));
        events++;
      }
      if (i % 10 == 9) {
        transaction.delete(orders, row(i, 1));
        events++;
      }
      if (i % 5_000 == 4_999) {
        transaction.commit();
        transaction = source.transaction();
      }
    }
    boolean[] done = new boolean[TestSource.PARTITIONS];
    int missing = TestSource.PARTITIONS;
    for (int id = 10_000_000; missing > 0; id++) {
      int partition = orders.partition(orders.key(id), TestSource.PARTITIONS);
      if (!done[partition]) {
        done[partition] = true;
        missing--;
        transaction.put(orders, row(id, 3));
        events++;
      }
    }
    transaction.commit();
    return events;
  }

  private static Object[] row(int id, long version) {
    return new Object[] {
      id,
      (long) id % 1000,
      version == 1 ? "new" : "paid",
      "a note on order " + id + " that is neither short nor long",
      ByteBuffer.wrap(new BigDecimal(id + ".25").unscaledValue().toByteArray()),
      1_700_000_000_000_000L + id,
      1_700_000_000_000_000L + id * version,
      version
    };
  }
}
