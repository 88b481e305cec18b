package dev.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.embedded.Ports;
import dev.lockstep.embedded.kafka.EmbeddedKafka;
import dev.lockstep.embedded.mariadb.EmbeddedMariaDb;
import dev.lockstep.embedded.server.Settings;
import dev.lockstep.schema.registry.EmbeddedRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a database that cannot be captured is named, with the reason and the remedy, by the program
 * that needs it. Method: producers alone, on a real broker and real servers that lack one thing
 * each.
 */
class BadDatabaseIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path directory;
  private static EmbeddedKafka kafka;
  private static EmbeddedRegistry registry;
  private static EmbeddedMariaDb good;
  private static EmbeddedMariaDb other;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
    registry =
        EmbeddedRegistry.start(
            new EmbeddedRegistry.Settings(
                Map.of("bootstrap.servers", kafka.bootstrapServers()), "127.0.0.1", 0, (short) 1));
    good = EmbeddedMariaDb.start(Settings.of(directory.resolve("good"), 11));
    other = EmbeddedMariaDb.start(Settings.of(directory.resolve("other"), 13));
  }

  @AfterAll
  static void stop() {
    registry.close();
    kafka.close();
    good.close();
    other.close();
  }

  @Test
  void aWrongPasswordIsNamedAndNotShown() throws Exception {
    String said = producersSay("wrongpw", good.port(), "lockstep", "not-the-password-7", "wrongpw");
    assertThat(said).contains("lockstep").doesNotContain("not-the-password-7");
  }

  @Test
  void anUnreachableServerIsNamed() throws Exception {
    int nobody = Ports.free();
    producersSay("nowhere", nobody, "lockstep", "lockstep", Integer.toString(nobody));
  }

  @Test
  void aServerWithoutBinaryLogIsNamed() throws Exception {
    try (EmbeddedMariaDb silent =
        EmbeddedMariaDb.start(
            Settings.of(directory.resolve("silent"), 12).withOption("--skip-log-bin"))) {
      producersSay("silent", silent.port(), "lockstep", silent.password(), "log_bin");
    }
  }

  @Test
  void aMissingPrivilegeIsNamed() throws Exception {
    try (Connection admin = good.adminConnection("");
        Statement statement = admin.createStatement()) {
      statement.execute("SET sql_log_bin = 0");
      statement.execute("CREATE OR REPLACE USER 'poor'@'%' IDENTIFIED BY 'poor'");
      statement.execute("GRANT SELECT ON *.* TO 'poor'@'%'");
    }
    producersSay("poor", good.port(), "poor", "poor", "REPLICATION");
  }

  @Test
  void aTableWithoutAKeyIsNamed() throws Exception {
    try (Connection admin = good.adminConnection("");
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE DATABASE IF NOT EXISTS shop");
      statement.execute("CREATE TABLE IF NOT EXISTS shop.keyless_notes (note TEXT)");
    }
    producersSay("keyless", good.port(), "lockstep", good.password(), "shop.keyless_notes");
  }

  /**
   * What producers say of an endpoint that cannot be captured, until the reason is among it. They
   * go on with the other endpoint, so they are stopped from here.
   */
  private static String producersSay(
      String endpoint, int port, String user, String password, String reason) throws Exception {
    Path file = directory.resolve(endpoint + ".yaml");
    Files.writeString(file, config(endpoint, port, user, password));
    try (CommandLine producers =
        CommandLine.start(directory.resolve("output"), "producers", "-c", file.toString())) {
      producers.awaitWords(reason, PATIENCE);
      assertThat(producers.said()).contains(endpoint).doesNotContain("\tat ");
      return producers.said();
    }
  }

  private static String config(String endpoint, int port, String user, String password) {
    return """
        kafka:
          bootstrap.servers: %s
        registry:
          url: %s
        endpoints:
          %s:
            type: mariadb
            host: 127.0.0.1
            port: %d
            username: %s
            password: %s
          other:
            type: mariadb
            host: 127.0.0.1
            port: %d
            username: lockstep
            password: %s
        flows:
          shop:
            source: %s
            target: other
            tables:
              include: ["shop.%%"]
        """
        .formatted(
            kafka.bootstrapServers(),
            registry.url(),
            endpoint,
            port,
            user,
            password,
            other.port(),
            other.password(),
            endpoint);
  }
}
