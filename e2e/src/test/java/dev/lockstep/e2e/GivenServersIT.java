package dev.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.embedded.mariadb.EmbeddedMariaDb;
import dev.lockstep.embedded.mysql.EmbeddedMySql;
import dev.lockstep.embedded.mysql.MySqlSearch;
import dev.lockstep.embedded.server.DatabaseServer;
import dev.lockstep.embedded.server.Settings;
import dev.lockstep.flow.EndpointType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: at servers of the user's all is found as at Lockstep's own, nothing of others is touched,
 * and what was made stays or goes as asked. Method: a MariaDB server and, where there is one, a
 * MySQL server, both with schemas that look like Lockstep's and are not, and that are written
 * meanwhile.
 */
class GivenServersIT {

  private static final Duration PATIENCE = Duration.ofSeconds(240);
  private static final List<String> OTHERS = List.of("shop.customers", "lockstep.progress");

  @TempDir Path directory;
  private EmbeddedMariaDb source;
  private DatabaseServer target;
  private EndpointType targetType;

  @BeforeEach
  void start() throws Exception {
    source = EmbeddedMariaDb.start(Settings.of(directory.resolve("theirs-1"), 41));
    Settings settings = Settings.of(directory.resolve("theirs-2"), 42);
    if (MySqlSearch.anywhere() instanceof MySqlSearch.NotFound missing) {
      System.out.println("From MariaDB to MariaDB, for there is no MySQL: " + missing.reason());
      target = EmbeddedMariaDb.start(settings);
      targetType = EndpointType.MARIADB;
    } else {
      target = EmbeddedMySql.start(settings);
      targetType = EndpointType.MYSQL;
    }
    for (DatabaseServer server : List.of(source, target)) {
      execute(server, "CREATE DATABASE shop", "CREATE DATABASE lockstep");
      for (String table : OTHERS) {
        execute(
            server,
            "CREATE TABLE " + table + " (id INT PRIMARY KEY, name VARCHAR(60))",
            "INSERT INTO " + table + " VALUES (1, 'one'), (2, 'two')");
      }
    }
  }

  @AfterEach
  void stop() {
    source.close();
    target.close();
  }

  @Test
  void findsEveryCorruptionTwiceAndLeavesAsAsked() throws Exception {
    List<String> before = others();

    CommandLine.Ended first = up("--corrupt", "10", "--for", "20s");
    assertThat(first.exitCode()).as("%s", first).isZero();
    String schema = requireFound(first, 10);
    assertThat(schema).startsWith("lockstep_shop_");
    String progress = schema.replace("_shop_", "_");
    assertThat(schemas(source)).contains(schema).doesNotContain(progress);
    assertThat(schemas(target)).contains(schema, progress);
    assertThat(users()).as("only the schemas are left").isEmpty();
    assertThat(first.err())
        .contains("Left at your servers", "DROP DATABASE IF EXISTS `" + schema + "`;")
        .contains("`" + progress + "`;");
    requireUntouched(before);
    requireNoPasswordIsShown(first);

    execute(source, "INSERT INTO shop.customers VALUES (3, 'three')");
    List<String> then = others();

    CommandLine.Ended elsewhere =
        run("up", "--from", "mariadb", "--to-url", url(target, targetType), "--port", "0");
    assertThat(elsewhere.exitCode()).as("%s", elsewhere).isEqualTo(2);
    assertThat(elsewhere.err())
        .contains("--from-url mariadb://user:password@127.0.0.1:" + source.port() + "/");

    CommandLine.Ended second = up("--corrupt", "5", "--for", "10s", "--drop");
    assertThat(second.exitCode()).as("%s", second).isZero();
    assertThat(requireFound(second, 5)).as("it went on with what was there").isEqualTo(schema);
    assertThat(second.err()).contains("has been dropped");
    assertThat(schemas(source)).doesNotContain(schema);
    assertThat(schemas(target)).doesNotContain(schema, progress);
    assertThat(users()).isEmpty();
    requireUntouched(then);

    CommandLine.Ended third = up("--for", "5s");
    assertThat(third.exitCode()).as("%s", third).isEqualTo(2);
    assertThat(third.err()).contains("was dropped", "--data DIR");
    assertThat(schemas(source)).doesNotContain(schema);
    requireUntouched(then);
  }

  private CommandLine.Ended up(String... options) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "up",
                "--from-url",
                url(source, EndpointType.MARIADB),
                "--to-url",
                url(target, targetType),
                "--port",
                "0",
                "--rate",
                "300",
                "--seed",
                "20261127",
                "--json"));
    arguments.addAll(List.of(options));
    return run(arguments.toArray(String[]::new));
  }

  private CommandLine.Ended run(String... arguments) throws Exception {
    String[] all =
        Stream.concat(Stream.of(arguments), Stream.of("--data", data().toString()))
            .toArray(String[]::new);
    return CommandLine.run(directory.resolve("output"), PATIENCE, all);
  }

  private Path data() {
    return directory.resolve("data");
  }

  private String url(DatabaseServer server, EndpointType type) throws IOException {
    Path file = directory.resolve(type.label() + "-" + server.port());
    Files.writeString(file, server.adminPassword() + "\n");
    return "%s://%s:${file:%s}@%s:%d/"
        .formatted(type.label(), server.adminUser(), file, server.host(), server.port());
  }

  /** Everything injected was found and nothing else; returns the schema of the shop. */
  private static String requireFound(CommandLine.Ended ended, int count) throws Exception {
    Summary summary = Summary.of(ended);
    assertThat(summary.number("injected")).isEqualTo(count);
    assertThat(summary.number("detected")).isEqualTo(count);
    assertThat(summary.number("changes")).isGreaterThan(1_500);
    String name = summary.json().path("tables").path(0).path("name").asText();
    String schema = name.substring(0, name.indexOf('.'));
    summary.requireRight(schema);
    return schema;
  }

  private void requireUntouched(List<String> before) throws SQLException {
    assertThat(others()).isEqualTo(before);
  }

  /** In no output and in no file but those that nobody else may read. */
  private void requireNoPasswordIsShown(CommandLine.Ended ended) throws IOException {
    List<String> passwords = List.of(source.adminPassword(), target.adminPassword());
    assertThat(ended.out() + ended.err()).doesNotContain(passwords);
    for (Path file :
        List.of(
            data().resolve("lockstep.yaml"),
            data().resolve("tenancy"),
            data().resolve("pair"),
            data().resolve("logs").resolve("lockstep.log"))) {
      assertThat(file).content().doesNotContain(passwords);
    }
    for (String role : List.of("source", "target")) {
      Path file = data().resolve(role + ".password");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  /** Of both servers, all that is in the schemas of others. */
  private List<String> others() throws SQLException {
    List<String> found = new ArrayList<>();
    for (DatabaseServer server : List.of(source, target)) {
      for (String schema : List.of("shop", "lockstep")) {
        found.addAll(query(server, "SHOW TABLES IN " + schema));
      }
      for (String table : OTHERS) {
        found.addAll(query(server, "SELECT CONCAT(id, name) FROM " + table + " ORDER BY id"));
      }
    }
    return found;
  }

  private static List<String> schemas(DatabaseServer server) throws SQLException {
    return query(server, "SHOW DATABASES");
  }

  private List<String> users() throws SQLException {
    List<String> users = new ArrayList<>();
    for (DatabaseServer server : List.of(source, target)) {
      users.addAll(query(server, "SELECT User FROM mysql.user WHERE User LIKE 'lockstep\\_%'"));
    }
    return users;
  }

  private static List<String> query(DatabaseServer server, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = server.adminConnection("");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  private static void execute(DatabaseServer server, String... statements) throws SQLException {
    try (Connection connection = server.adminConnection("");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
