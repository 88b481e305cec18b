package dev.lockstep.embedded.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lockstep.embedded.EmbeddedServerException;
import dev.lockstep.embedded.Ports;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMariaDbIT {

  @TempDir Path dir;

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
  void keepsDataAcrossCloseAndAcrossSigkill() throws Exception {
    Settings settings = Settings.of(dir, 1).withPort(Ports.free());
    try (EmbeddedMariaDb db = EmbeddedMariaDb.start(settings)) {
      execute(db, "CREATE DATABASE shop", "CREATE TABLE shop.t (id INT PRIMARY KEY)");
      execute(db, "INSERT INTO shop.t VALUES (1)");
    }
    EmbeddedMariaDb killed = EmbeddedMariaDb.start(settings);
    execute(killed, "INSERT INTO shop.t VALUES (2)");
    killed.kill();
    assertThat(killed.isRunning()).isFalse();
    try (EmbeddedMariaDb db = EmbeddedMariaDb.start(settings);
        Connection connection = db.connection("shop")) {
      assertThat(db.port()).isEqualTo(settings.port());
      assertThat(value(connection, "SELECT COUNT(*) FROM t")).isEqualTo("2");
    }
  }

  @Test
  void startUpLeavesNothingInTheBinaryLog() throws Exception {
    String before;
    try (EmbeddedMariaDb db = EmbeddedMariaDb.start(Settings.of(dir, 1));
        Connection connection = db.adminConnection("")) {
      before = value(connection, "SELECT @@gtid_binlog_pos");
    }
    try (EmbeddedMariaDb db = EmbeddedMariaDb.start(Settings.of(dir, 1));
        Connection connection = db.adminConnection("")) {
      assertThat(value(connection, "SELECT @@gtid_binlog_pos")).isEqualTo(before).isEmpty();
    }
  }

  @Test
  void readAccessCannotWrite() throws Exception {
    Settings settings = Settings.of(dir, 1).withAccess(Access.READ);
    try (EmbeddedMariaDb db = EmbeddedMariaDb.start(settings);
        Connection connection = db.connection("");
        Statement statement = connection.createStatement()) {
      execute(db, "CREATE DATABASE shop");
      assertThatThrownBy(() -> statement.execute("CREATE TABLE shop.t (id INT)"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("denied");
    }
  }

  @Test
  void refusesAccountsWithoutPassword() throws Exception {
    try (EmbeddedMariaDb db = EmbeddedMariaDb.start(Settings.of(dir, 1))) {
      for (String user : List.of("root", "", "nobody")) {
        assertThatThrownBy(
                () -> java.sql.DriverManager.getConnection(db.jdbcUrl(""), user, "").close())
            .isInstanceOf(SQLException.class);
      }
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
  void passwordsAreMadeByChanceAndKeptForTheOwnerAlone() throws Exception {
    String user;
    String admin;
    try (EmbeddedMariaDb db = EmbeddedMariaDb.start(Settings.of(dir, 1))) {
      user = db.password();
      admin = db.adminPassword();
      assertThat(user).hasSizeGreaterThan(24).isNotEqualTo(admin);
      for (Path file :
          List.of(Passwords.userFile(dir), Passwords.adminFile(dir), dir.resolve("start.sql"))) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as("%s", file)
            .isEqualTo("rw-------");
      }
      assertThat(Files.readString(Passwords.adminFile(dir))).isEqualTo(admin);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir)))
          .isEqualTo("rwx------");
      assertThatThrownBy(
              () ->
                  java.sql.DriverManager.getConnection(db.jdbcUrl(""), "admin", "lockstep").close())
          .isInstanceOf(SQLException.class);
    }
    try (EmbeddedMariaDb db = EmbeddedMariaDb.start(Settings.of(dir, 1));
        Connection connection = db.connection("")) {
      assertThat(connection.isValid(1)).isTrue();
      assertThat(db.password()).isEqualTo(user);
    }
    try (EmbeddedMariaDb other = EmbeddedMariaDb.start(Settings.of(dir.resolve("other"), 2))) {
      assertThat(other.password()).isNotEqualTo(user);
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

  @Test
  void sweepsTheServerOfAKilledProcess() throws Exception {
    EmbeddedMariaDb orphan = EmbeddedMariaDb.start(Settings.of(dir, 1));
    execute(orphan, "CREATE DATABASE shop");
    forgetOwner();
    try (EmbeddedMariaDb next = EmbeddedMariaDb.start(Settings.of(dir, 1));
        Connection connection = next.connection("shop")) {
      assertThat(orphan.isRunning()).isFalse();
      assertThat(connection.isValid(1)).isTrue();
    }
  }

  @Test
  void refusesADirectoryThatALivingProcessUses() {
    try (EmbeddedMariaDb first = EmbeddedMariaDb.start(Settings.of(dir, 1))) {
      assertThatThrownBy(() -> EmbeddedMariaDb.start(Settings.of(dir, 1)))
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessageContaining("already runs a MariaDB server on");
      assertThat(first.isRunning()).isTrue();
    }
  }

  @Test
  void refusesADirectoryInUseAlsoWithoutAPidFile() throws Exception {
    try (EmbeddedMariaDb first = EmbeddedMariaDb.start(Settings.of(dir, 1))) {
      Files.delete(dir.resolve("mariadbd.pid"));
      assertThatThrownBy(() -> EmbeddedMariaDb.start(Settings.of(dir, 1)))
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessageContaining("already runs a MariaDB server on");
      assertThat(first.isRunning()).isTrue();
    }
  }

  @Test
  void leavesAProcessAloneThatOnlyInheritedThePid() throws Exception {
    Process innocent = new ProcessBuilder("sleep", "60").start();
    try {
      Files.createDirectories(dir);
      Files.writeString(dir.resolve("mariadbd.pid"), "pid=" + innocent.pid() + "\nowner=1\n");
      EmbeddedMariaDb.start(Settings.of(dir, 1)).close();
      assertThat(innocent.isAlive()).isTrue();
    } finally {
      innocent.destroyForcibly();
    }
  }

  @Test
  void namesAnOccupiedPort() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(Ports.LOOPBACK))) {
      Settings settings = Settings.of(dir, 1).withPort(taken.getLocalPort());
      assertThatThrownBy(() -> EmbeddedMariaDb.start(settings))
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessageContaining("Port " + taken.getLocalPort());
    }
  }

  @Test
  void namesAnOptionThatTheServerRefuses() {
    assertThatThrownBy(
            () -> EmbeddedMariaDb.start(Settings.of(dir, 1).withOption("--no-such-option=1")))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining("no-such-option");
  }

  @Test
  void namesADirectoryThatCannotBeMade() throws Exception {
    Path file = Files.writeString(dir.resolve("file"), "");
    assertThatThrownBy(() -> EmbeddedMariaDb.start(Settings.of(file.resolve("db"), 1)))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void namesADirectoryThatCannotBeWritten() throws Exception {
    assumeThat(System.getProperty("user.name")).as("root may write anywhere").isNotEqualTo("root");
    Path locked = Files.createDirectory(dir.resolve("locked"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
    assertThatThrownBy(() -> EmbeddedMariaDb.start(Settings.of(locked, 1)))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining(locked.toString());
  }

  private void forgetOwner() throws Exception {
    Path pidFile = dir.resolve("mariadbd.pid");
    List<String> lines = new ArrayList<>(Files.readAllLines(pidFile));
    lines.removeIf(line -> line.startsWith("owner"));
    Files.write(pidFile, lines);
  }

  private static void execute(EmbeddedMariaDb db, String... statements) throws SQLException {
    try (Connection connection = db.adminConnection("");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String value(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : "";
    }
  }
}
