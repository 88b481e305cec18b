package dev.lockstep.launcher.demo.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.DeleteRowsEventData;
import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.UpdateRowsEventData;
import com.github.shyiko.mysql.binlog.event.WriteRowsEventData;
import dev.lockstep.embedded.mariadb.EmbeddedMariaDb;
import dev.lockstep.embedded.server.Settings;
import dev.lockstep.flow.EndpointType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the workload makes as many row changes as it says, at the rate it was given. */
class WorkloadIT {

  @TempDir static Path directory;
  private static EmbeddedMariaDb server;
  private static Login login;
  private static ShopAccess shop;

  @BeforeAll
  static void start() throws Exception {
    server = EmbeddedMariaDb.start(Settings.of(directory, 1));
    login =
        new Login(
            EndpointType.MARIADB,
            server.host(),
            server.port(),
            EmbeddedMariaDb.ADMIN,
            server.adminPassword());
    shop = new ShopAccess(login, "shop");
    ShopLoad.run(shop, Clock.systemUTC());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void countsExactlyWhatTheBinaryLogHolds() throws Exception {
    RowCounter counter = new RowCounter();
    BinaryLogClient client =
        new BinaryLogClient(login.host(), login.port(), login.user(), login.password());
    client.registerEventListener(event -> counter.take(event.getData()));
    client.connect(10_000);
    try {
      long counted = run(2000, Duration.ofSeconds(3)) + run(500, Duration.ofSeconds(1));
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> counter.rows.get() >= counted);
      Thread.sleep(300);
      assertThat(counter.rows.get()).isEqualTo(counted);
    } finally {
      client.disconnect();
    }
  }

  @Test
  void keepsTheRateSteadily() throws Exception {
    AtomicInteger samples = new AtomicInteger();
    try (Workload workload =
        Workload.start(
            shop,
            5000,
            3,
            Clock.systemUTC(),
            (table, id, version, nanos, so) -> samples.incrementAndGet())) {
      Thread.sleep(1000);
      assertThat(workload.changes()).as("while the pipeline starts").isBetween(1L, 200L);
      workload.becomeBusy();
      Thread.sleep(1000);
      long begun = System.nanoTime();
      long before = workload.changes();
      Thread.sleep(3000);
      long after = workload.changes();
      double seconds = (System.nanoTime() - begun) / 1e9;
      // How fast it can be is the machine's matter; how fast it may be is not.
      assertThat(after - before).isBetween(1000L, (long) (5_500 * seconds));
      assertThat(workload.failure()).isEmpty();
    }
    assertThat(samples.get()).isGreaterThan(20);
  }

  @Test
  void goesOnAfterARestartAndLeavesReservedRowsAlone() throws Exception {
    String before = reservedRows();
    for (int start = 0; start < 3; start++) {
      assertThat(run(1000, Duration.ofMillis(700))).isPositive();
    }
    assertThat(reservedRows()).isEqualTo(before);
    assertThat(ShopLoad.run(shop, Clock.systemUTC())).isFalse();
  }

  private static long run(int rate, Duration time) throws InterruptedException {
    Workload workload =
        Workload.start(shop, rate, 11, Clock.systemUTC(), (table, id, version, nanos, so) -> {});
    try (workload) {
      workload.becomeBusy();
      Thread.sleep(time);
    }
    assertThat(workload.failure()).isEmpty();
    return workload.changes();
  }

  private static String reservedRows() throws Exception {
    try (Connection connection = login.connect();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT COUNT(*), SUM(version), MAX(version) FROM shop.orders WHERE id > "
                    + Shop.ACTIVE_ORDERS
                    + " AND id <= "
                    + Shop.BASE_ORDERS)) {
      found.next();
      return found.getString(1) + "/" + found.getString(2) + "/" + found.getString(3);
    }
  }

  /** Counts row changes of the shop in the binary log; a change of the key counts as two. */
  private static final class RowCounter {

    final AtomicLong rows = new AtomicLong();
    private final Map<Long, String> tables = new HashMap<>();

    synchronized void take(EventData data) {
      if (data instanceof TableMapEventData map) {
        tables.put(map.getTableId(), map.getTable());
      } else if (data instanceof WriteRowsEventData inserted) {
        rows.addAndGet(inserted.getRows().size());
      } else if (data instanceof DeleteRowsEventData deleted) {
        rows.addAndGet(deleted.getRows().size());
      } else if (data instanceof UpdateRowsEventData updated) {
        boolean items = Shop.ORDER_ITEMS.equals(tables.get(updated.getTableId()));
        updated
            .getRows()
            .forEach(
                row -> {
                  boolean moved = items && !row.getKey()[1].equals(row.getValue()[1]);
                  rows.addAndGet(moved ? 2 : 1);
                });
      }
    }
  }
}
