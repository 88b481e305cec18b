package dev.lockstep.embedded.mariadb;

import dev.lockstep.embedded.EmbeddedServerException;
import dev.lockstep.embedded.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A MariaDB server as a child process, reachable on loopback only, with the binary log that change
 * capture needs (row format, full images and metadata, GTIDs in strict order).
 *
 * <p>Data stays in its directory: a later start goes on with it. Closing shuts the server down
 * cleanly; {@link #kill()} ends it by SIGKILL as a fault would. When this process itself is killed
 * the server outlives it and the next start on the directory ends it first (see {@link PidFile}).
 * Two accounts can log in over the network, with the {@link Passwords} of the directory: {@link
 * #USER} with what Lockstep asks of a real server, and {@link #ADMIN} with everything but files.
 * The server's own root is there for the machine's root only, over the socket. Thread-safe.
 */
public final class EmbeddedMariaDb implements AutoCloseable {

  public static final String USER = "lockstep";
  public static final String ADMIN = "admin";

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedMariaDb.class);
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final int ATTEMPTS_ON_FREE_PORTS = 5;

  private final Settings settings;
  private final int port;
  private final DataDirectory directory;
  private final PidFile pidFile;
  private final Process process;
  private final Passwords passwords;

  private EmbeddedMariaDb(
      Settings settings,
      int port,
      DataDirectory directory,
      PidFile pidFile,
      Process process,
      Passwords passwords) {
    this.settings = settings;
    this.port = port;
    this.directory = directory;
    this.pidFile = pidFile;
    this.process = process;
    this.passwords = passwords;
  }

  /** Starts the server and returns once it accepts connections. */
  public static EmbeddedMariaDb start(Settings settings) {
    DataDirectory directory = new DataDirectory(settings.dataDir());
    directory.create();
    PidFile pidFile = new PidFile(directory.pidFile(), directory.data());
    pidFile.sweep();
    ServerFiles files = ServerFiles.locate();
    directory.prepare(files, ServerOptions.common(files));
    if (settings.port() != 0) {
      Ports.requireFree(settings.port(), "MariaDB");
      return launch(settings, settings.port(), directory, pidFile, files);
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return launch(settings, Ports.free(), directory, pidFile, files);
      } catch (EmbeddedServerException e) {
        if (!StartFailure.isPortTaken(e) || attempt == ATTEMPTS_ON_FREE_PORTS) {
          throw e;
        }
      }
    }
  }

  private static EmbeddedMariaDb launch(
      Settings settings, int port, DataDirectory directory, PidFile pidFile, ServerFiles files) {
    List<String> command = new ArrayList<>();
    command.add(files.program().toString());
    command.addAll(ServerOptions.common(files));
    command.addAll(ServerOptions.running(settings, port, directory));
    Passwords passwords = Passwords.of(settings.dataDir());
    try {
      Passwords.write(directory.initFile(), accounts(settings.access(), passwords));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(directory.log().toFile())
              .start();
      pidFile.write(process.toHandle());
      EmbeddedMariaDb server =
          new EmbeddedMariaDb(settings, port, directory, pidFile, process, passwords);
      server.awaitReady();
      LOG.info("MariaDB {} on port {} in {}", process.pid(), port, settings.dataDir());
      return server;
    } catch (IOException e) {
      throw new EmbeddedServerException(
          "Cannot run " + files.program() + ": " + e.getMessage(),
          "Check that it is executable here and that " + settings.dataDir() + " can be written.",
          e);
    }
  }

  /** Statements of one line each, as an init file wants them. None of it reaches the binary log. */
  private static String accounts(Access access, Passwords passwords) {
    String user = "'" + USER + "'@'%'";
    String admin = "'" + ADMIN + "'@'%'";
    return String.join(
        "\n",
        "SET SESSION sql_log_bin=0;",
        "DELETE FROM mysql.global_priv WHERE User='';",
        "FLUSH PRIVILEGES;",
        "ALTER USER IF EXISTS 'root'@'localhost' IDENTIFIED VIA unix_socket;",
        // Anew each time: a directory of an earlier version knows another password.
        "CREATE OR REPLACE USER " + admin + " IDENTIFIED BY '" + passwords.admin() + "';",
        "GRANT ALL PRIVILEGES ON *.* TO " + admin + " WITH GRANT OPTION;",
        "CREATE OR REPLACE USER " + user + " IDENTIFIED BY '" + passwords.user() + "';",
        access.grant(user),
        "");
  }

  private void awaitReady() {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (true) {
      if (!process.isAlive()) {
        pidFile.remove();
        throw StartFailure.from(directory.logTail(), settings.dataDir(), port);
      }
      try (Connection connection = adminConnection("")) {
        if (isOurs(connection)) {
          return;
        }
      } catch (SQLException e) {
        LOG.trace("Not yet", e);
      }
      if (System.nanoTime() > deadline) {
        kill();
        throw StartFailure.from(directory.logTail(), settings.dataDir(), port);
      }
      pause();
    }
  }

  /** A server of another pipeline may have taken the port in between; then ours is about to end. */
  private boolean isOurs(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@datadir")) {
      return row.next() && Path.of(row.getString(1)).equals(directory.data());
    }
  }

  private void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException(
          "Interrupted while MariaDB was starting", "Start again.", e);
    }
  }

  public String host() {
    return Ports.LOOPBACK;
  }

  public int port() {
    return port;
  }

  /** The server's process id; it changes with every start. */
  public long pid() {
    return process.pid();
  }

  /** Address for the MariaDB driver, without credentials; an empty schema selects none. */
  public String jdbcUrl(String schema) {
    return "jdbc:mariadb://" + host() + ":" + port + "/" + schema;
  }

  /** A connection with every privilege. */
  public Connection adminConnection(String schema) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(schema), ADMIN, passwords.admin());
  }

  /** A connection with the privileges that Lockstep has. */
  public Connection connection(String schema) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(schema), USER, passwords.user());
  }

  /** Password of {@link #USER}. */
  public String password() {
    return passwords.user();
  }

  /** Password of {@link #ADMIN}. */
  public String adminPassword() {
    return passwords.admin();
  }

  /** Where that stands, for whoever is asked for it. */
  public Path adminPasswordFile() {
    return Passwords.adminFile(settings.dataDir());
  }

  public boolean isRunning() {
    return process.isAlive();
  }

  /** The end of the server's own log. */
  public String logTail() {
    return directory.logTail();
  }

  /** Ends the server by SIGKILL, as a fault would; the data directory can be started again. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
    pidFile.remove();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("MariaDB {} did not stop within {}; killing it", process.pid(), STOP_LIMIT);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    pidFile.remove();
  }
}
