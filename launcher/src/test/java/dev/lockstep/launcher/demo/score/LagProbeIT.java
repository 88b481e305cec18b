package dev.lockstep.launcher.demo.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.embedded.mariadb.EmbeddedMariaDb;
import dev.lockstep.embedded.server.Settings;
import dev.lockstep.flow.EndpointType;
import dev.lockstep.launcher.demo.shop.Login;
import dev.lockstep.launcher.demo.shop.Shop;
import dev.lockstep.launcher.demo.shop.ShopAccess;
import dev.lockstep.launcher.demo.shop.ShopLoad;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LagProbeIT {

  @TempDir Path directory;

  @Test
  void measuresFromTheCommitUntilTheRowIsVisibleAndSetsAsideWhatWasDeleted() throws Exception {
    try (EmbeddedMariaDb server = EmbeddedMariaDb.start(Settings.of(directory, 1))) {
      Login login =
          new Login(
              EndpointType.MARIADB,
              server.host(),
              server.port(),
              EmbeddedMariaDb.ADMIN,
              server.adminPassword());
      ShopAccess shop = new ShopAccess(login, "shop");
      try (LagProbe probe = LagProbe.start(shop)) {
        probe.measureFromNow();
        probe.committed(Shop.ORDERS, 1, Long.MAX_VALUE, System.nanoTime(), 100);
        Thread.sleep(200);
        assertThat(probe.pending(150)).isEqualTo(50);

        ShopLoad.run(shop, Clock.systemUTC());
        try (Connection connection = login.connect();
            Statement statement = connection.createStatement()) {
          statement.execute("DELETE FROM shop.order_items WHERE order_id = 1");
          statement.execute("CREATE TABLE shop.kept AS SELECT * FROM shop.orders WHERE id = 1");
          statement.execute("DELETE FROM shop.orders WHERE id = 1");
          Thread.sleep(150);
          statement.execute("INSERT INTO shop.orders SELECT * FROM shop.kept");
        }
        Thread.sleep(150);
        assertThat(probe.unseen()).as("not yet there is not the same as gone").hasSize(1);
        assertThat(probe.samples()).isZero();

        try (Connection connection = login.connect();
            Statement statement = connection.createStatement()) {
          statement.execute("UPDATE shop.orders SET version = " + Long.MAX_VALUE + " WHERE id = 1");
        }
        await(probe, 1);
        assertThat(probe.maxMillis()).isGreaterThan(300.0);
        assertThat(probe.pending(150)).isZero();

        long now = System.nanoTime();
        probe.committed(Shop.ORDERS, -5, 1, now - 60_000_000_000L, 100);
        probe.committed(Shop.ORDERS, 1, 1, now, 100);
        await(probe, 2);
        Awaitility.await()
            .atMost(Duration.ofSeconds(5))
            .untilAsserted(() -> assertThat(probe.pending(150)).isZero());
        assertThat(probe.unseen()).extracting(LagProbe.Sample::id).containsExactly(-5L);

        try (Connection connection = login.connect();
            Statement statement = connection.createStatement()) {
          statement.execute("UPDATE shop.kept SET id = -5");
          statement.execute("INSERT INTO shop.orders SELECT * FROM shop.kept");
        }
        Awaitility.await("a row that comes back is seen")
            .atMost(Duration.ofSeconds(5))
            .untilAsserted(() -> assertThat(probe.unseen()).isEmpty());
      }
    }
  }

  private static void await(LagProbe probe, long samples) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () -> {
              assertThat(probe.failure()).isNull();
              assertThat(probe.samples()).isEqualTo(samples);
            });
  }
}
