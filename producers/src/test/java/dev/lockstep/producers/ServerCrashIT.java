package dev.lockstep.producers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.embedded.Ports;
import dev.lockstep.embedded.mariadb.EmbeddedMariaDb;
import dev.lockstep.embedded.server.Settings;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.flow.config.ProducersSettings.OnLostHistory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a database that is killed and comes back is followed on, each change once. */
class ServerCrashIT {

  @TempDir Path directory;

  @Test
  void goesOnWhereItWasWhenTheDatabaseComesBack() throws Exception {
    Settings settings = new Settings(directory.resolve("db"), Ports.free(), 23, List.of());
    EmbeddedMariaDb database = EmbeddedMariaDb.start(settings);
    try (Servers servers = new Servers(directory)) {
      String name = Servers.fresh("killed");
      sql(database, "create database " + name, "create table " + name + ".a (id int primary key)");
      ServerEndpoint endpoint = Servers.endpoint(name, database, settings.port());
      try (CaptureService service =
              CaptureService.start(
                  servers.config(Servers.flow(name, "x", name), OnLostHistory.STOP, endpoint),
                  Clock.systemUTC());
          Topic topic = servers.topic(name + "." + name + ".a")) {
        for (int round = 1; round <= 2; round++) {
          sql(
              database,
              "insert into " + name + ".a values (" + round + "),(" + (round + 100) + ")");
          int rows = round * 2;
          topic.until(all -> Topic.rows(all).size() == rows);
          database.kill();
          database = EmbeddedMariaDb.start(settings);
        }
        sql(database, "insert into " + name + ".a values (50)");
        topic.until(all -> Topic.rows(all).size() >= 5);
        Thread.sleep(300);
        assertThat(Topic.rows(topic.all()).stream().map(r -> r.key().get("id")))
            .containsExactlyInAnyOrder(1, 101, 2, 102, 50);
        assertThat(service.failure()).isEmpty();
      }
    } finally {
      database.close();
    }
  }

  private static void sql(EmbeddedMariaDb database, String... statements) throws Exception {
    try (Connection connection = database.adminConnection("mysql");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
