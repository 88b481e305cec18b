package dev.lockstep.testing.mysql;

import dev.lockstep.embedded.server.DatabaseServer;

/** A server that is no child of this process: known by its address and accounts alone. */
record ReachedMySql(
    String host,
    int port,
    String user,
    String password,
    String adminUser,
    String adminPassword,
    Runnable end)
    implements DatabaseServer {

  @Override
  public String jdbcUrl(String schema) {
    return "jdbc:mysql://" + host + ":" + port + "/" + schema;
  }

  @Override
  public void close() {
    end.run();
  }

  /** Passwords are never shown. */
  @Override
  public String toString() {
    return "MySQL at " + host + ":" + port;
  }
}
