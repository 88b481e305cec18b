package dev.lockstep.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.embedded.Ports;
import dev.lockstep.embedded.kafka.EmbeddedKafka;
import dev.lockstep.embedded.mariadb.EmbeddedMariaDb;
import dev.lockstep.embedded.server.Access;
import dev.lockstep.embedded.server.Settings;
import dev.lockstep.schema.registry.EmbeddedRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Goal: whatever would stop a migration on day one is found before, each with its remedy. Method:
 * real servers, set up wrong in one way after another; the command as a user runs it.
 */
class ConfigCheckIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path directory;
  private static EmbeddedKafka kafka;
  private static EmbeddedRegistry registry;
  private static EmbeddedMariaDb source;
  private static EmbeddedMariaDb target;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start() throws Exception {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
    registry =
        EmbeddedRegistry.start(
            new EmbeddedRegistry.Settings(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                Ports.LOOPBACK,
                0,
                (short) 1));
    source =
        EmbeddedMariaDb.start(Settings.of(directory.resolve("source"), 41).withAccess(Access.READ));
    target = EmbeddedMariaDb.start(Settings.of(directory.resolve("target"), 42));
    sql(
        source,
        "CREATE DATABASE good",
        "CREATE TABLE good.plain (id INT PRIMARY KEY, name VARCHAR(20), b BOOLEAN)",
        "INSERT INTO good.plain VALUES (1, 'a', 1), (2, 'b', 0)",
        "CREATE DATABASE pairs",
        "CREATE TABLE pairs.t (id INT PRIMARY KEY, big BIGINT, at DATETIME(6), doc JSON, g POINT)",
        "CREATE DATABASE odd",
        "CREATE TABLE odd.parent (id INT PRIMARY KEY)",
        "CREATE TABLE odd.child (id INT PRIMARY KEY, p INT,"
            + " CONSTRAINT goes_along FOREIGN KEY (p) REFERENCES odd.parent (id) ON DELETE CASCADE)",
        "CREATE TABLE odd.kept (id INT PRIMARY KEY, p INT,"
            + " CONSTRAINT stays FOREIGN KEY (p) REFERENCES odd.parent (id))",
        "CREATE TABLE odd.keyless (a INT)",
        "CREATE TABLE odd.address (id INT PRIMARY KEY, ip INET6)",
        "CREATE TABLE odd.past (id INT PRIMARY KEY) WITH SYSTEM VERSIONING",
        "CREATE SEQUENCE odd.numbers",
        "CREATE VIEW odd.seen AS SELECT * FROM odd.parent",
        "CREATE TABLE odd.old (id INT PRIMARY KEY) ENGINE=MyISAM",
        "CREATE TABLE odd.Twin (id INT PRIMARY KEY)",
        "CREATE TABLE odd.twin (id INT PRIMARY KEY)");
    sql(
        target,
        "CREATE DATABASE pairs",
        "CREATE TABLE pairs.t (id INT PRIMARY KEY, big INT, at DATETIME(3), doc LONGTEXT, g INT)",
        "CREATE USER nobody IDENTIFIED BY 'nobody-9'",
        "CREATE USER half IDENTIFIED BY 'half-9'",
        "GRANT REPLICATION SLAVE, REPLICATION CLIENT, RELOAD ON *.* TO half",
        "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER ON `go_d`.* TO half");
  }

  @AfterAll
  static void stop() {
    target.close();
    source.close();
    registry.close();
    kafka.close();
  }

  @Test
  void findsNothingButNotesWhereAllIsRight() throws Exception {
    assertThat(check(config("good.%", user(target)), "--connect")).as("%s", out).isZero();
    assertThat(out.toString())
        .contains("flow f copies 1 tables, about 2 rows", "Schema good does not exist")
        .doesNotContain("WRONG", "UNREACHABLE");
  }

  @Test
  void connectsToNothingUnlessToldTo() throws Exception {
    String config = config("good.%", user(target)).replace(source.port() + "", "1");
    assertThat(check(config)).isZero();
    assertThat(check(config, "--connect")).isEqualTo(3);
    assertThat(out.toString()).contains("UNREACHABLE", "endpoints.from.host");
  }

  @Test
  void namesEachTableThatWouldNotBeCarriedOverWithTheRemedy() throws Exception {
    assertThat(check(config("odd.%", user(target)), "--connect", "--json")).isEqualTo(2);
    JsonNode found = JSON.readTree(out.toString());
    assertThat(found.path("ok").asBoolean()).isFalse();
    assertFound(found, "wrong", "odd.keyless", "no primary key", "ADD PRIMARY KEY");
    assertFound(found, "wrong", "odd.address", "ip (inet6)", "tables.exclude: odd.address");
    assertFound(found, "wrong", "odd.past", "system versioned", "DROP SYSTEM VERSIONING");
    assertFound(found, "warning", "odd.numbers", "sequence", "tables.exclude: odd.numbers");
    assertFound(found, "note", "odd.seen", "view", "before you switch over");
    assertFound(found, "warning", "odd.old", "Engine MyISAM", "ENGINE=InnoDB");
    assertFound(found, "warning", "odd.child", "goes_along", "RESTRICT");
    assertFound(found, "wrong", "odd.Twin", "case of their names", "tables.exclude");
    assertThat(found.toString()).doesNotContain("stays");
    assertThat(found.at("/flows/0/tables").asInt()).isEqualTo(6);
  }

  @Test
  void namesTheColumnsThatCannotHoldTheSameWithBothTypesAndTheReason() throws Exception {
    assertThat(check(config("pairs.%", user(target)), "--connect", "--json")).isEqualTo(2);
    JsonNode found = JSON.readTree(out.toString());
    assertFound(
        found,
        "warning",
        "pairs.t",
        "column big (bigint(20) at the source, int(11) at the target): only values from"
            + " -2147483648 to 2147483647 fit",
        "MODIFY `big` bigint(20)");
    assertFound(
        found,
        "wrong",
        "pairs.t",
        "Column g is point at the source and int(11) at the target, which cannot be compared",
        "ignore");
    assertFound(found, "note", "pairs.t", "at to 3 digits after the point; doc as json", "exactly");
  }

  @Test
  void givesTheStatementForEachMissingGrant() throws Exception {
    assertThat(check(config("good.%", "username: nobody\n    password: nobody-9"), "--connect"))
        .isEqualTo(2);
    assertThat(out.toString())
        .contains(
            "GRANT REPLICATION SLAVE ON *.* TO 'nobody'@'%';",
            "GRANT REPLICATION CLIENT ON *.* TO 'nobody'@'%';",
            "GRANT RELOAD ON *.* TO 'nobody'@'%';",
            "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER ON `good`.* TO 'nobody'@'%';",
            "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER ON `lockstep`.* TO 'nobody'@'%';");
  }

  @Test
  void whatIsGrantedInASchemaByPatternIsNotAskedForAgain() throws Exception {
    assertThat(check(config("good.%", "username: half\n    password: half-9"), "--connect"))
        .isEqualTo(2);
    assertThat(out.toString())
        .contains("ON `lockstep`.* TO 'half'@'%';")
        .doesNotContain("ON `good`.*", "ON *.* TO");
  }

  @Test
  void aWrongPasswordIsWrongAndIsNotShown() throws Exception {
    assertThat(check(config("good.%", "username: nobody\n    password: guess-7"), "--connect"))
        .isEqualTo(2);
    assertThat(out.toString() + err).contains("refuses user 'nobody'").doesNotContain("guess-7");
  }

  @Test
  void namesEachSettingOfTheLogThatWillNotDo() throws Exception {
    Settings settings =
        Settings.of(directory.resolve("wrong"), 43)
            .withOption("--binlog-format=STATEMENT")
            .withOption("--binlog-row-image=MINIMAL")
            .withOption("--log-bin-compress=ON")
            .withOption("--gtid-strict-mode=OFF")
            .withOption("--binlog-expire-logs-seconds=3600")
            .withOption("--read-only=ON");
    try (EmbeddedMariaDb wrong = EmbeddedMariaDb.start(settings)) {
      String config =
          config("good.%", user(wrong)).replace("port: " + target.port(), "port: " + wrong.port());
      assertThat(check(config, "--connect")).isEqualTo(2);
    }
    assertThat(out.toString())
        .contains(
            "SET GLOBAL binlog_format=ROW",
            "SET GLOBAL binlog_row_image=FULL",
            "SET GLOBAL log_bin_compress=OFF",
            "SET GLOBAL gtid_strict_mode=ON",
            "kept for 1 h 0 min only",
            "SET GLOBAL read_only=OFF");
  }

  @Test
  void saysThatAFlowTakesNothing() throws Exception {
    assertThat(check(config("none.%", user(target)), "--connect")).isEqualTo(2);
    assertThat(out.toString()).contains("It has no tables", "flows.f.tables.include");
  }

  @Test
  void brokerAndRegistryAreLookedAtToo() throws Exception {
    int nobody = Ports.free();
    String config =
        config("good.%", user(target))
            .replace(kafka.bootstrapServers(), "127.0.0.1:" + nobody)
            .replace(registry.url(), "http://127.0.0.1:" + nobody);
    assertThat(check(config, "--connect")).isEqualTo(3);
    assertThat(out.toString())
        .contains("Kafka at 127.0.0.1:" + nobody, "schema registry at http://127.0.0.1:" + nobody);
  }

  @Test
  void moreReplicasThanBrokersAreWrong() throws Exception {
    String config = config("good.%", user(target)) + "topics: {replication: 3}\n";
    assertThat(check(config, "--connect")).isEqualTo(2);
    assertThat(out.toString()).contains("topics.replication is 3, and there is 1 broker");
  }

  @Test
  void aConfigurationThatIsNoneIsToldAsJsonToo() throws Exception {
    assertThat(check("kafka: {bootstrap.servers: 7}\n", "--json")).isEqualTo(2);
    assertThat(JSON.readTree(out.toString()).path("findings")).isNotEmpty();
  }

  private static void assertFound(
      JsonNode found, String severity, String table, String message, String remedy) {
    assertThat(found.path("findings"))
        .as("%s: %s", table, message)
        .anySatisfy(
            finding -> {
              assertThat(finding.path("severity").asText()).isEqualTo(severity);
              assertThat(finding.path("subject").asText()).endsWith(table);
              assertThat(finding.path("message").asText()).contains(message);
              assertThat(finding.path("remedy").asText()).contains(remedy);
            });
  }

  private int check(String yaml, String... options) throws Exception {
    Path file = Files.writeString(directory.resolve("check.yaml"), yaml);
    CommandLine line = Lockstep.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    String[] arguments = new String[options.length + 4];
    arguments[0] = "config";
    arguments[1] = "check";
    arguments[2] = "-c";
    arguments[3] = file.toString();
    System.arraycopy(options, 0, arguments, 4, options.length);
    return line.execute(arguments);
  }

  private static String user(EmbeddedMariaDb server) {
    return "username: lockstep\n    password: " + server.password();
  }

  private static String config(String include, String targetAccount) {
    return """
        kafka:
          bootstrap.servers: %s
        registry:
          url: %s
        endpoints:
          from:
            type: mariadb
            host: 127.0.0.1
            port: %d
            username: lockstep
            password: %s
          to:
            type: mariadb
            host: 127.0.0.1
            port: %d
            %s
        flows:
          f:
            source: from
            target: to
            tables:
              include: ["%s"]
        """
        .formatted(
            kafka.bootstrapServers(),
            registry.url(),
            source.port(),
            source.password(),
            target.port(),
            targetAccount,
            include);
  }

  private static void sql(EmbeddedMariaDb server, String... statements) throws SQLException {
    try (Connection connection = server.adminConnection("");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
