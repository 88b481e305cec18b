package dev.lockstep.engine.mysql;

import dev.lockstep.engine.mysql.CaptureRequirements.Finding;
import dev.lockstep.flow.ServerEndpoint;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

/** MySQL. */
public final class MySqlEngine implements BinlogServerEngine {

  @Override
  public Connection open(ServerEndpoint endpoint) {
    return MySqlServer.open(endpoint);
  }

  @Override
  public List<Finding> obstacles(ServerFacts server) {
    return MySqlRequirements.ofServer(server);
  }

  @Override
  public List<Finding> hints(ServerEndpoint endpoint, ServerFacts server) {
    List<Finding> hints = new ArrayList<>();
    if (!server.variable("gtid_mode").equalsIgnoreCase("ON")) {
      hints.add(
          new Finding(
              "gtid_mode is %s: transactions have no ids, so that no other server can take this one's place, and tables are locked for a moment while they are copied"
                  .formatted(server.variable("gtid_mode")),
              "Switch to gtid_mode=ON in the steps that MySQL's manual describes, and let the endpoint be read anew then"));
    }
    if (!server.variable("sync_binlog").equals("1")) {
      hints.add(
          new Finding(
              "sync_binlog is %s: what was read of the log may be undone when the machine of the server fails"
                  .formatted(server.variable("sync_binlog")),
              "SET GLOBAL sync_binlog=1, also in the server's configuration file"));
    }
    return hints;
  }
}
