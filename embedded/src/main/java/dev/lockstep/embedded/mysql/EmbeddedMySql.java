package dev.lockstep.embedded.mysql;

import dev.lockstep.embedded.server.LocalServer;
import dev.lockstep.embedded.server.ServerProcess;
import dev.lockstep.embedded.server.Settings;

/**
 * A MySQL server as a child process, with the binary log that change capture needs (row format,
 * full images and metadata, GTIDs unless told otherwise). The server's own root is locked.
 *
 * <p>As MySQL does by default, it offers TLS with a certificate that it signed itself. For
 * connections over JDBC the caller brings a driver that knows {@code jdbc:mysql:}.
 */
public final class EmbeddedMySql extends LocalServer {

  private final MySql kind;
  private final ServerProcess process;

  private EmbeddedMySql(MySql kind, ServerProcess process) {
    super(process);
    this.kind = kind;
    this.process = process;
  }

  /**
   * Starts the server with GTIDs, once it accepts connections; the first time on a machine its
   * program may be fetched before (see {@link MySqlSearch}).
   *
   * @throws dev.lockstep.embedded.EmbeddedServerException also when no program is found
   */
  public static EmbeddedMySql start(Settings settings) {
    return start(settings, Gtids.ON);
  }

  public static EmbeddedMySql start(Settings settings, Gtids gtids) {
    return start(settings, gtids, MySqlSearch.anywhere().program());
  }

  public static EmbeddedMySql start(Settings settings, Gtids gtids, MySqlProgram program) {
    return start(settings, new MySql(program, gtids));
  }

  private static EmbeddedMySql start(Settings settings, MySql kind) {
    return new EmbeddedMySql(kind, ServerProcess.start(kind, settings));
  }

  @Override
  public EmbeddedMySql restart() {
    close();
    return start(process.settings(), kind);
  }

  @Override
  public String jdbcUrl(String schema) {
    return "jdbc:mysql://" + host() + ":" + port() + "/" + schema;
  }
}
