package dev.lockstep.launcher.reread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.embedded.mariadb.EmbeddedMariaDb;
import dev.lockstep.embedded.server.Settings;
import dev.lockstep.flow.RunningProgram;
import dev.lockstep.flow.config.ConfigLoader;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.launcher.cli.Lockstep;
import dev.lockstep.launcher.stack.Program;
import dev.lockstep.testing.TestKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a person who asks for a table to be read anew sees it done, or why it is not. */
class RereadCommandIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void readsATableAnewAndShowsHowFarThatIs() throws Exception {
    try (TestKafka kafka = TestKafka.start(directory.resolve("kafka"));
        EmbeddedMariaDb database =
            EmbeddedMariaDb.start(Settings.of(directory.resolve("mariadb"), 17))) {
      try (Connection connection = database.adminConnection("mysql");
          Statement statement = connection.createStatement()) {
        statement.execute("create database shop");
        statement.execute("create table shop.a (id int primary key, v int)");
        statement.execute("insert into shop.a select seq, seq from seq_1_to_5000");
      }
      Path file = configuration(kafka, database);
      LockstepConfig config = ConfigLoader.load(file, Map.of());
      try (RunningProgram producers = Program.PRODUCERS.start(config, Clock.systemUTC())) {
        awaitTable(config);
        List<RereadProgress> told = new ArrayList<>();
        List<RereadProgress> last =
            new RereadSession(config, Clock.systemUTC(), PATIENCE)
                .follow(
                    RereadTarget.parse(
                        config, "move.a", RereadTarget.Side.SOURCE, RereadSession.topics(config)),
                    "A test asks for it",
                    () -> false,
                    told::add);
        assertThat(last).hasSize(1);
        assertThat(last.getFirst().done()).isTrue();
        assertThat(last.getFirst().rows()).isEqualTo(5000);
        assertThat(told.getLast().text()).isEqualTo("shop.a of old: done, 5,000 rows");

        assertThat(Lockstep.run("reread", "-c", file.toString(), "move.shop.a", "--side=source"))
            .isZero();
        assertThat(Lockstep.run("reread", "-c", file.toString(), "move.shop.b")).isEqualTo(2);
        assertThat(Lockstep.run("reread", "-c", file.toString(), "other.shop.a")).isEqualTo(2);
        assertThat(producers.failure()).isEmpty();
      }
      assertThat(
              Lockstep.run(
                  "reread", "-c", file.toString(), "move.a", "--side=source", "--patience=2s"))
          .as("nobody answers")
          .isEqualTo(3);
    }
  }

  private static void awaitTable(LockstepConfig config) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!RereadSession.topics(config).contains("old.shop.a")) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(100);
    }
  }

  private Path configuration(TestKafka kafka, EmbeddedMariaDb database) throws Exception {
    Path file = directory.resolve("lockstep.yaml");
    Files.writeString(
        file,
        """
        kafka:
          bootstrap.servers: %s
        registry:
          url: mock://reread
        endpoints:
          old: {type: mariadb, host: %s, port: %d, username: %s, password: %s}
          new: {type: mariadb, host: %s, port: 1, username: u, password: p}
        flows:
          move:
            source: old
            target: new
            tables: {include: [shop.%%]}
        """
            .formatted(
                kafka.bootstrapServers(),
                database.host(),
                database.port(),
                EmbeddedMariaDb.USER,
                database.password(),
                database.host()));
    return file;
  }
}
