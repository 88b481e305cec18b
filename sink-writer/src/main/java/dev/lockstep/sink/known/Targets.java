package dev.lockstep.sink.known;

import dev.lockstep.flow.Endpoint;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.sink.apply.Target;
import dev.lockstep.sink.apply.TargetSettings;
import dev.lockstep.sink.mysql.MySqlTarget;
import dev.lockstep.sink.mysql.dialect.MariaDbDialect;
import dev.lockstep.sink.mysql.dialect.MySqlDialect;

/** The target of each type of endpoint. */
public final class Targets {

  private Targets() {}

  public static Target of(Endpoint endpoint, TargetSettings settings) {
    return switch (endpoint) {
      case ServerEndpoint server -> ofServer(server, settings);
    };
  }

  private static Target ofServer(ServerEndpoint server, TargetSettings settings) {
    return switch (server.type()) {
      case MARIADB -> new MySqlTarget(server, new MariaDbDialect(), settings);
      case MYSQL -> new MySqlTarget(server, new MySqlDialect(), settings);
    };
  }
}
