package dev.lockstep.engine.mariadb;

import dev.lockstep.engine.mysql.BinlogServerEngine;
import dev.lockstep.engine.mysql.CaptureRequirements.Finding;
import dev.lockstep.engine.mysql.ServerFacts;
import dev.lockstep.flow.ServerEndpoint;
import java.sql.Connection;
import java.util.List;

/** MariaDB. */
public final class MariaDbEngine implements BinlogServerEngine {

  @Override
  public Connection open(ServerEndpoint endpoint) {
    return MariaDbServer.open(endpoint);
  }

  @Override
  public List<Finding> obstacles(ServerFacts server) {
    return MariaDbRequirements.ofServer(server);
  }

  @Override
  public List<Finding> hints(ServerEndpoint endpoint, ServerFacts server) {
    return server.isOn("gtid_strict_mode")
        ? List.of()
        : List.of(
            new Finding(
                "gtid_strict_mode is OFF: positions of the log may come out of order after a failover",
                "SET GLOBAL gtid_strict_mode=ON, also in the server's configuration file, and let the applications reconnect"));
  }
}
