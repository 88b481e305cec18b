package dev.lockstep.embedded.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.embedded.server.EmbeddedServerContract;
import dev.lockstep.embedded.server.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Skipped, and so told of at the end of all tests, where no MySQL server can be had. */
class EmbeddedMySqlIT extends EmbeddedServerContract {

  @TempDir static Path prepared;

  private static String lacking = "";

  @BeforeAll
  static void prepare() {
    switch (MySqlSearch.anywhere()) {
      case MySqlSearch.Found found -> EmbeddedMySql.start(Settings.of(prepared, 1)).close();
      case MySqlSearch.NotFound missing -> lacking = missing.reason();
    }
  }

  /** Of each test: what a class as a whole does not run is counted nowhere. */
  @BeforeEach
  void needsAServer() {
    assumeTrue(lacking.isEmpty(), "no MySQL server runs here: " + lacking);
  }

  @Override
  protected EmbeddedMySql start(Settings settings) {
    try {
      copyPrepared(settings.dataDir().resolve("data"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return EmbeddedMySql.start(settings);
  }

  /** System tables take longer to make than all else here. */
  private static void copyPrepared(Path data) throws IOException {
    if (Files.exists(data) || !Files.isDirectory(data.getParent())) {
      return;
    }
    Path from = prepared.resolve("data");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, data.resolve(from.relativize(file)));
      }
    }
    // A server's own id.
    Files.delete(data.resolve("auto.cnf"));
  }

  @Override
  protected String name() {
    return "MySQL";
  }

  @Override
  protected String program() {
    return "mysqld";
  }

  @Override
  protected String loggedGtids() {
    return "SELECT @@global.gtid_executed";
  }

  @Test
  void isOraclesAndLogsEverythingThatCaptureNeeds() throws Exception {
    try (EmbeddedMySql db = start(Settings.of(dir, 7));
        Connection connection = db.connection("")) {
      assertThat(value(connection, "SELECT VERSION()")).doesNotContain("MariaDB");
      assertThat(value(connection, "SELECT @@log_bin")).isEqualTo("1");
      assertThat(value(connection, "SELECT @@binlog_format")).isEqualTo("ROW");
      assertThat(value(connection, "SELECT @@binlog_row_image")).isEqualTo("FULL");
      assertThat(value(connection, "SELECT @@binlog_row_metadata")).isEqualTo("FULL");
      assertThat(value(connection, "SELECT @@gtid_mode")).isEqualTo("ON");
      assertThat(value(connection, "SELECT @@server_id")).isEqualTo("7");
      assertThat(value(connection, "SHOW BINARY LOG STATUS")).startsWith("binlog.");
    }
  }

  @Test
  void goesWithoutGtidsWhenTold() throws Exception {
    try (EmbeddedMySql db = EmbeddedMySql.start(Settings.of(dir, 1), Gtids.OFF)) {
      execute(db, "CREATE DATABASE shop");
      try (EmbeddedMySql again = db.restart();
          Connection connection = again.adminConnection("shop")) {
        assertThat(value(connection, "SELECT @@gtid_mode")).isEqualTo("OFF");
        assertThat(value(connection, loggedGtids())).isEmpty();
      }
    }
  }

  @Test
  void rootIsLocked() throws Exception {
    try (EmbeddedMySql db = start(Settings.of(dir, 1));
        Connection connection = db.adminConnection("")) {
      assertThat(
              value(
                  connection,
                  "SELECT GROUP_CONCAT(CONCAT(User, '@', Host) ORDER BY User) FROM mysql.user"
                      + " WHERE account_locked = 'N'"))
          .isEqualTo("admin@%,lockstep@%");
    }
  }

  @Test
  void sqlReachesNoFilesOfTheMachine() throws Exception {
    Path secret = Files.writeString(dir.resolve("secret"), "s3cret");
    try (EmbeddedMySql db = start(Settings.of(dir.resolve("db"), 1));
        Connection connection = db.adminConnection("");
        Statement statement = connection.createStatement()) {
      assertThat(value(connection, "SELECT LOAD_FILE('" + secret + "')")).isNull();
      assertThatThrownBy(
              () ->
                  statement.execute(
                      "SELECT 1 INTO OUTFILE '" + dir.resolve("written").toAbsolutePath() + "'"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("--secure-file-priv");
    }
  }

  @Test
  void startsThoughAnotherProgramHasThePidOfAServerThatWasKilled() throws Exception {
    EmbeddedMySql killed = start(Settings.of(dir, 1));
    killed.kill();
    Path lock = dir.resolve("data/mysqld.sock.lock");
    Files.writeString(lock, ProcessHandle.current().pid() + "\n");
    try (EmbeddedMySql db = killed.restart()) {
      assertThat(db.isRunning()).isTrue();
    }
  }
}
