package dev.lockstep.embedded.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.embedded.server.EmbeddedServerContract;
import dev.lockstep.embedded.server.Passwords;
import dev.lockstep.embedded.server.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class EmbeddedMariaDbIT extends EmbeddedServerContract {

  @Override
  protected EmbeddedMariaDb start(Settings settings) {
    return EmbeddedMariaDb.start(settings);
  }

  @Override
  protected String name() {
    return "MariaDB";
  }

  @Override
  protected String program() {
    return "mariadbd";
  }

  @Override
  protected String loggedGtids() {
    return "SELECT @@gtid_binlog_pos";
  }

  @Test
  void logsEverythingThatCaptureNeeds() throws Exception {
    try (EmbeddedMariaDb db = EmbeddedMariaDb.start(Settings.of(dir, 7));
        Connection connection = db.connection("")) {
      assertThat(value(connection, "SELECT @@binlog_format")).isEqualTo("ROW");
      assertThat(value(connection, "SELECT @@binlog_row_image")).isEqualTo("FULL");
      assertThat(value(connection, "SELECT @@binlog_row_metadata")).isEqualTo("FULL");
      assertThat(value(connection, "SELECT @@gtid_strict_mode")).isEqualTo("1");
      assertThat(value(connection, "SELECT @@server_id")).isEqualTo("7");
      assertThat(value(connection, "SHOW MASTER STATUS")).startsWith("binlog.");
    }
  }

  @Test
  void rootIsThereForTheSocketOnly() throws Exception {
    try (EmbeddedMariaDb db = EmbeddedMariaDb.start(Settings.of(dir, 1));
        Connection connection = db.adminConnection("")) {
      assertThat(
              value(
                  connection,
                  "SELECT GROUP_CONCAT(CONCAT(User, '@', Host) ORDER BY User)"
                      + " FROM mysql.global_priv WHERE User NOT IN ('mariadb.sys')"))
          .isEqualTo("admin@%,lockstep@%,root@localhost");
      assertThat(
              value(
                  connection,
                  "SELECT JSON_VALUE(Priv, '$.plugin') FROM mysql.global_priv WHERE User = 'root'"))
          .isEqualTo("unix_socket");
    }
  }

  @Test
  void aDirectoryOfAnEarlierVersionStartsAndItsKnownPasswordIsGone() throws Exception {
    try (EmbeddedMariaDb db = EmbeddedMariaDb.start(Settings.of(dir, 1))) {
      execute(db, "CREATE DATABASE shop", "SET PASSWORD FOR 'admin'@'%' = PASSWORD('lockstep')");
    }
    Files.delete(Passwords.userFile(dir));
    Files.delete(Passwords.adminFile(dir));
    Files.delete(dir.resolve("files"));
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (EmbeddedMariaDb db = EmbeddedMariaDb.start(Settings.of(dir, 1));
        Connection connection = db.adminConnection("shop")) {
      assertThat(connection.isValid(1)).isTrue();
      assertThatThrownBy(
              () ->
                  java.sql.DriverManager.getConnection(db.jdbcUrl(""), "admin", "lockstep").close())
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void sqlReachesNoFilesOfTheMachine() throws Exception {
    Path secret = Files.writeString(dir.resolve("secret"), "s3cret");
    try (EmbeddedMariaDb db = EmbeddedMariaDb.start(Settings.of(dir.resolve("db"), 1));
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
}
