package dev.lockstep.sink.harness;

import dev.lockstep.embedded.Ports;
import dev.lockstep.embedded.mariadb.EmbeddedMariaDb;
import dev.lockstep.embedded.server.Settings;
import dev.lockstep.testing.TestKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** One broker and one MariaDB for all tests of this JVM, started by the first that asks. */
public final class TestServers {

  private static final Path DIR = directory();
  private static TestKafka kafka;
  private static EmbeddedMariaDb mariaDb;
  private static Settings settings;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(TestServers::stop));
  }

  private TestServers() {}

  public static synchronized String bootstrapServers() {
    if (kafka == null) {
      kafka = TestKafka.start(DIR.resolve("kafka"));
    }
    return kafka.bootstrapServers();
  }

  public static synchronized EmbeddedMariaDb mariaDb() {
    if (mariaDb == null) {
      settings = Settings.of(DIR.resolve("mariadb"), 21).withPort(Ports.free());
      mariaDb = EmbeddedMariaDb.start(settings);
    }
    return mariaDb;
  }

  /** SIGKILL. */
  public static synchronized void killMariaDb() {
    mariaDb().kill();
  }

  /** On the same data and port. */
  public static synchronized void restartMariaDb() {
    mariaDb = EmbeddedMariaDb.start(settings);
  }

  /** Runs statements with every privilege. */
  public static void execute(String... statements) {
    try (Connection connection = mariaDb().adminConnection("");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The result as lines of text, columns separated by {@code |}. */
  public static List<String> query(String sql) {
    try (Connection connection = mariaDb().adminConnection("");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      int width = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= width; i++) {
          values.add(rows.getString(i));
        }
        lines.add(String.join("|", values.stream().map(String::valueOf).toList()));
      }
      return lines;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path directory() {
    try {
      return Files.createTempDirectory("lockstep-sink");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static synchronized void stop() {
    if (mariaDb != null) {
      mariaDb.kill();
    }
    if (kafka != null) {
      kafka.close();
    }
    try (Stream<Path> files = Files.walk(DIR)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
