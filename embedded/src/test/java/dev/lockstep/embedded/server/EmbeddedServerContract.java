package dev.lockstep.embedded.server;

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

/** What is true of every embedded database server; each kind's own test inherits it. */
public abstract class EmbeddedServerContract {

  @TempDir protected Path dir;

  protected abstract EmbeddedServer start(Settings settings);

  /** As in its messages. */
  protected abstract String name();

  /** As in the names of its files. */
  protected abstract String program();

  /** The query for the ids of all transactions that are in the binary log. */
  protected abstract String loggedGtids();

  @Test
  void keepsDataAcrossCloseAndAcrossSigkill() throws Exception {
    Settings settings = Settings.of(dir, 1).withPort(Ports.free());
    try (EmbeddedServer db = start(settings)) {
      execute(db, "CREATE DATABASE shop", "CREATE TABLE shop.t (id INT PRIMARY KEY)");
      execute(db, "INSERT INTO shop.t VALUES (1)");
    }
    EmbeddedServer killed = start(settings);
    execute(killed, "INSERT INTO shop.t VALUES (2)");
    killed.kill();
    assertThat(killed.isRunning()).isFalse();
    try (EmbeddedServer db = killed.restart();
        Connection connection = db.connection("shop")) {
      assertThat(db.port()).isEqualTo(settings.port());
      assertThat(value(connection, "SELECT COUNT(*) FROM t")).isEqualTo("2");
    }
  }

  @Test
  void restartsARunningServerOnTheSamePort() throws Exception {
    EmbeddedServer first = start(Settings.of(dir, 1));
    execute(first, "CREATE DATABASE shop");
    try (EmbeddedServer second = first.restart();
        Connection connection = second.connection("shop")) {
      assertThat(first.isRunning()).isFalse();
      assertThat(second.port()).isEqualTo(first.port());
      assertThat(connection.isValid(1)).isTrue();
    }
  }

  @Test
  void listensOnLoopbackOnly() throws Exception {
    try (EmbeddedServer db = start(Settings.of(dir, 1));
        Connection connection = db.connection("")) {
      assertThat(value(connection, "SELECT @@bind_address")).isEqualTo(Ports.LOOPBACK);
    }
  }

  @Test
  void startUpLeavesNothingInTheBinaryLog() throws Exception {
    String before;
    try (EmbeddedServer db = start(Settings.of(dir, 1));
        Connection connection = db.adminConnection("")) {
      before = value(connection, loggedGtids());
    }
    try (EmbeddedServer db = start(Settings.of(dir, 1));
        Connection connection = db.adminConnection("")) {
      assertThat(value(connection, loggedGtids())).isEqualTo(before).isEmpty();
    }
  }

  @Test
  void readAccessCannotWrite() throws Exception {
    Settings settings = Settings.of(dir, 1).withAccess(Access.READ);
    try (EmbeddedServer db = start(settings);
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
    try (EmbeddedServer db = start(Settings.of(dir, 1))) {
      for (String user : List.of("root", "", "nobody")) {
        assertThatThrownBy(
                () -> java.sql.DriverManager.getConnection(db.jdbcUrl(""), user, "").close())
            .isInstanceOf(SQLException.class);
      }
    }
  }

  @Test
  void passwordsAreMadeByChanceAndKeptForTheOwnerAlone() throws Exception {
    String user;
    String admin;
    try (EmbeddedServer db = start(Settings.of(dir, 1))) {
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
    try (EmbeddedServer db = start(Settings.of(dir, 1));
        Connection connection = db.connection("")) {
      assertThat(connection.isValid(1)).isTrue();
      assertThat(db.password()).isEqualTo(user);
    }
    try (EmbeddedServer other = start(Settings.of(dir.resolve("other"), 2))) {
      assertThat(other.password()).isNotEqualTo(user);
    }
  }

  @Test
  void sweepsTheServerOfAKilledProcess() throws Exception {
    EmbeddedServer orphan = start(Settings.of(dir, 1));
    execute(orphan, "CREATE DATABASE shop");
    forgetOwner();
    try (EmbeddedServer next = start(Settings.of(dir, 1));
        Connection connection = next.connection("shop")) {
      assertThat(orphan.isRunning()).isFalse();
      assertThat(connection.isValid(1)).isTrue();
    }
  }

  @Test
  void refusesADirectoryThatALivingProcessUses() {
    try (EmbeddedServer first = start(Settings.of(dir, 1))) {
      assertThatThrownBy(() -> start(Settings.of(dir, 1)))
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessageContaining("already runs a " + name() + " server on");
      assertThat(first.isRunning()).isTrue();
    }
  }

  @Test
  void refusesADirectoryInUseAlsoWithoutAPidFile() throws Exception {
    try (EmbeddedServer first = start(Settings.of(dir, 1))) {
      Files.delete(dir.resolve(program() + ".pid"));
      assertThatThrownBy(() -> start(Settings.of(dir, 1)))
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessageContaining("already runs a " + name() + " server on");
      assertThat(first.isRunning()).isTrue();
    }
  }

  @Test
  void leavesAProcessAloneThatOnlyInheritedThePid() throws Exception {
    Process innocent = new ProcessBuilder("sleep", "60").start();
    try {
      Files.createDirectories(dir);
      Files.writeString(dir.resolve(program() + ".pid"), "pid=" + innocent.pid() + "\nowner=1\n");
      start(Settings.of(dir, 1)).close();
      assertThat(innocent.isAlive()).isTrue();
    } finally {
      innocent.destroyForcibly();
    }
  }

  @Test
  void namesAnOccupiedPort() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(Ports.LOOPBACK))) {
      Settings settings = Settings.of(dir, 1).withPort(taken.getLocalPort());
      assertThatThrownBy(() -> start(settings))
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessageContaining("Port " + taken.getLocalPort());
    }
  }

  @Test
  void namesAnOptionThatTheServerRefuses() {
    assertThatThrownBy(() -> start(Settings.of(dir, 1).withOption("--no-such-option=1")))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining("no-such-option");
  }

  @Test
  void namesADirectoryThatCannotBeMade() throws Exception {
    Path file = Files.writeString(dir.resolve("file"), "");
    assertThatThrownBy(() -> start(Settings.of(file.resolve("db"), 1)))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void namesADirectoryThatCannotBeWritten() throws Exception {
    assumeThat(System.getProperty("user.name")).as("root may write anywhere").isNotEqualTo("root");
    Path locked = Files.createDirectory(dir.resolve("locked"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
    assertThatThrownBy(() -> start(Settings.of(locked, 1)))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining(locked.toString());
  }

  private void forgetOwner() throws Exception {
    Path pidFile = dir.resolve(program() + ".pid");
    List<String> lines = new ArrayList<>(Files.readAllLines(pidFile));
    lines.removeIf(line -> line.startsWith("owner"));
    Files.write(pidFile, lines);
  }

  protected static void execute(EmbeddedServer db, String... statements) throws SQLException {
    try (Connection connection = db.adminConnection("");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  protected static String value(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : "";
    }
  }
}
