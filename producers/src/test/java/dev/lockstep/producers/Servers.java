package dev.lockstep.producers;

import dev.lockstep.embedded.mariadb.EmbeddedMariaDb;
import dev.lockstep.embedded.server.DatabaseServer;
import dev.lockstep.embedded.server.Settings;
import dev.lockstep.flow.Endpoint;
import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.Flow;
import dev.lockstep.flow.Secret;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.flow.SslMode;
import dev.lockstep.flow.TablePattern;
import dev.lockstep.flow.TableSelection;
import dev.lockstep.flow.config.AlertSettings;
import dev.lockstep.flow.config.ConsoleSettings;
import dev.lockstep.flow.config.KafkaSettings;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.flow.config.ProducersSettings;
import dev.lockstep.flow.config.ProducersSettings.OnLostHistory;
import dev.lockstep.flow.config.RegistrySettings;
import dev.lockstep.flow.config.SinkSettings;
import dev.lockstep.flow.config.StreamsSettings;
import dev.lockstep.flow.config.TopicSettings;
import dev.lockstep.testing.TestKafka;
import dev.lockstep.testing.mysql.TestMySql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;

/**
 * A broker and one database server for the tests of a class. Each test names its endpoint and its
 * schema after itself, so that none sees another's topics.
 */
final class Servers implements AutoCloseable {

  private static final AtomicInteger NAMES = new AtomicInteger();

  final TestKafka kafka;
  final DatabaseServer database;
  private final EndpointType type;

  /** On MariaDB. */
  Servers(Path directory) {
    this(directory, EndpointType.MARIADB);
  }

  Servers(Path directory, EndpointType type) {
    this.type = type;
    kafka = TestKafka.start(directory.resolve("kafka"));
    Settings settings = Settings.of(directory.resolve(type.label()), 17);
    database =
        switch (type) {
          case MARIADB -> EmbeddedMariaDb.start(settings);
          case MYSQL -> TestMySql.start(settings);
        };
  }

  /** A derived table of the whole numbers from 1 on, which both engines have, as {@code seq}. */
  static String numbersTo(int last) {
    return "json_table(concat('[', repeat('0,', %d), '0]'), '$[*]' columns (seq for ordinality)) numbers"
        .formatted(last - 1);
  }

  boolean isMariaDb() {
    return type == EndpointType.MARIADB;
  }

  /** A name that no other test of this JVM uses, for a schema or an endpoint. */
  static String fresh(String prefix) {
    return prefix + NAMES.incrementAndGet();
  }

  void sql(String... statements) throws SQLException {
    try (Connection connection = database.adminConnection("mysql");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  void transaction(String... statements) throws SQLException {
    try (Connection connection = database.adminConnection("mysql");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String sql : statements) {
        statement.execute(sql);
      }
      connection.commit();
    }
  }

  ServerEndpoint endpoint(String name) {
    return endpoint(name, database.user(), database.password());
  }

  ServerEndpoint endpoint(String name, String user, String password) {
    return new ServerEndpoint(
        name,
        type,
        database.host(),
        database.port(),
        user,
        Secret.of(password),
        SslMode.DISABLE,
        Map.of(),
        OptionalLong.empty());
  }

  /** All tables of a schema, from one endpoint to another. */
  static Flow flow(String source, String target, String schema) {
    return new Flow(
        "f_" + source,
        source,
        target,
        new TableSelection(List.of(TablePattern.parse(schema + ".%")), List.of()),
        List.of(),
        List.of());
  }

  LockstepConfig config(Flow flow, OnLostHistory onLostHistory, ServerEndpoint... endpoints) {
    Map<String, Endpoint> byName = new java.util.LinkedHashMap<>();
    for (ServerEndpoint endpoint : endpoints) {
      byName.put(endpoint.name(), endpoint);
    }
    return new LockstepConfig(
        new KafkaSettings(kafka.bootstrapServers(), Map.of()),
        new RegistrySettings("mock://producers", Map.of()),
        TopicSettings.DEFAULT,
        byName,
        Map.of(flow.name(), flow),
        new ProducersSettings(
            Duration.ofMillis(10),
            Duration.ofMillis(20),
            4096,
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            onLostHistory),
        StreamsSettings.DEFAULT,
        SinkSettings.DEFAULT,
        AlertSettings.DEFAULT,
        ConsoleSettings.DEFAULT);
  }

  /** Waits for a topic and reads it from its beginning. */
  Topic topic(String name) throws Exception {
    Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (Admin admin = Admin.create(client)) {
      long end = System.nanoTime() + Topic.PATIENCE.toNanos();
      while (!admin.listTopics().names().get().contains(name)) {
        if (System.nanoTime() > end) {
          throw new AssertionError("No topic " + name + " within " + Topic.PATIENCE);
        }
        Thread.sleep(20);
      }
      int partitions =
          admin.describeTopics(List.of(name)).allTopicNames().get().get(name).partitions().size();
      return new Topic(kafka.bootstrapServers(), name, partitions);
    }
  }

  @Override
  public void close() {
    database.close();
    kafka.close();
  }

  /** An endpoint, which may do everything, at a server of a test's own. */
  static ServerEndpoint endpoint(String name, EmbeddedMariaDb database, int port) {
    return ServerEndpoint.mariadb(
        name, database.host(), port, EmbeddedMariaDb.USER, Secret.of(database.password()));
  }
}
