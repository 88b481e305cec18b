package dev.lockstep.e2e;

import dev.lockstep.embedded.kafka.EmbeddedKafka;
import dev.lockstep.embedded.mariadb.EmbeddedMariaDb;
import dev.lockstep.embedded.server.Settings;
import dev.lockstep.flow.RunningProgram;
import dev.lockstep.flow.config.ConfigLoader;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.launcher.demo.score.Facts;
import dev.lockstep.launcher.stack.Program;
import dev.lockstep.schema.registry.EmbeddedRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Real servers and the real programs, each of which starts and stops by itself: late, alone, all at
 * once. One flow {@code move} brings schema {@code app} from one MariaDB to another.
 */
final class Pipeline implements AutoCloseable {

  private final EmbeddedKafka kafka;
  private final EmbeddedRegistry registry;
  private final EmbeddedMariaDb source;
  private final EmbeddedMariaDb target;
  private final Path directory;
  private LockstepConfig config;
  private final Map<Program, RunningProgram> running = new EnumMap<>(Program.class);

  Pipeline(Path directory) {
    this.directory = directory;
    kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
    Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
    registry =
        EmbeddedRegistry.start(new EmbeddedRegistry.Settings(client, "127.0.0.1", 0, (short) 1));
    source = EmbeddedMariaDb.start(Settings.of(directory.resolve("source"), 21));
    target = EmbeddedMariaDb.start(Settings.of(directory.resolve("target"), 22));
    config = config("[]");
  }

  /** Programs that are started from here on compare by these rules of columns, as YAML has them. */
  void compareBy(String columns) {
    config = config(columns);
  }

  private LockstepConfig config(String columns) {
    return ConfigLoader.parse(
        """
        kafka: {bootstrap.servers: "%s"}
        registry: {url: "%s"}
        endpoints:
          old: {type: mariadb, host: 127.0.0.1, port: %d, username: lockstep, password: "%s"}
          new: {type: mariadb, host: 127.0.0.1, port: %d, username: lockstep, password: "%s"}
        flows:
          move: {source: old, target: new, tables: {include: ["app.%%"]}, columns: %s}
        streams: {state-directory: '%s'}
        """
            .formatted(
                kafka.bootstrapServers(),
                registry.url(),
                source.port(),
                source.password(),
                target.port(),
                target.password(),
                columns,
                directory.resolve("streams")),
        Map.of());
  }

  void start(Program... programs) {
    for (Program program : programs) {
      running.put(program, program.start(config, Clock.systemUTC()));
    }
  }

  void stop(Program... programs) {
    for (Program program : programs) {
      running.remove(program).close();
    }
  }

  Facts facts() {
    return Facts.start("move", config.kafka().client(), config.registry().codec());
  }

  void atSource(String... statements) throws SQLException {
    execute(source, statements);
  }

  void atTarget(String... statements) throws SQLException {
    execute(target, statements);
  }

  private static void execute(EmbeddedMariaDb server, String... statements) throws SQLException {
    try (Connection connection = server.adminConnection("");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** What the servers themselves say of a table's content: their checksum of every row. */
  List<String> checksums(String table) throws SQLException {
    return atBoth("CHECKSUM TABLE " + table + " EXTENDED");
  }

  /** The last column of a query's one row, at the source and at the target. */
  List<String> atBoth(String query) throws SQLException {
    List<String> answers = new ArrayList<>();
    for (EmbeddedMariaDb server : List.of(source, target)) {
      try (Connection connection = server.adminConnection("");
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(query)) {
        rows.next();
        answers.add(String.valueOf(rows.getString(rows.getMetaData().getColumnCount())));
      }
    }
    return answers;
  }

  /** How many records a topic has had, those that only end transactions among them. */
  long records(String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            config.kafka().client(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
    }
  }

  @Override
  public void close() {
    List.copyOf(running.keySet()).forEach(this::stop);
    source.close();
    target.close();
    registry.close();
    kafka.close();
  }
}
