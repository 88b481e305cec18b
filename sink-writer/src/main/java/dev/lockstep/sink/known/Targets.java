package dev.lockstep.sink.known;

import dev.lockstep.flow.Endpoint;
import dev.lockstep.sink.apply.Target;
import dev.lockstep.sink.apply.TargetSettings;
import dev.lockstep.sink.mysql.MySqlTarget;
import dev.lockstep.sink.mysql.dialect.MariaDbDialect;
import dev.lockstep.sink.mysql.dialect.MySqlDialect;

/** The target of each type of endpoint. */
public final class Targets {

  private Targets() {}

  public static Target of(Endpoint endpoint, TargetSettings settings) {
    return switch (endpoint.type()) {
      case MARIADB -> new MySqlTarget(endpoint, new MariaDbDialect(), settings);
      case MYSQL -> new MySqlTarget(endpoint, new MySqlDialect(), settings);
    };
  }
}
