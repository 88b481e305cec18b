package dev.lockstep.embedded.mariadb;

import dev.lockstep.embedded.server.LocalServer;
import dev.lockstep.embedded.server.ServerProcess;
import dev.lockstep.embedded.server.Settings;

/**
 * A MariaDB server as a child process, with the binary log that change capture needs (row format,
 * full images and metadata, GTIDs in strict order). The server's own root is there for the
 * machine's root only, over the socket.
 */
public final class EmbeddedMariaDb extends LocalServer {

  private final ServerProcess process;

  private EmbeddedMariaDb(ServerProcess process) {
    super(process);
    this.process = process;
  }

  /** Starts the server and returns once it accepts connections. */
  public static EmbeddedMariaDb start(Settings settings) {
    return new EmbeddedMariaDb(ServerProcess.start(new MariaDb(ServerFiles.locate()), settings));
  }

  @Override
  public EmbeddedMariaDb restart() {
    close();
    return start(process.settings());
  }

  @Override
  public String jdbcUrl(String schema) {
    return "jdbc:mariadb://" + host() + ":" + port() + "/" + schema;
  }
}
