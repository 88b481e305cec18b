package dev.lockstep.engine.known;

import dev.lockstep.engine.Engine;
import dev.lockstep.engine.mariadb.MariaDbEngine;
import dev.lockstep.engine.mysql.MySqlEngine;
import dev.lockstep.flow.EndpointType;

/** The engine of each type of endpoint. */
public final class Engines {

  private Engines() {}

  public static Engine of(EndpointType type) {
    return switch (type) {
      case MARIADB -> new MariaDbEngine();
      case MYSQL -> new MySqlEngine();
    };
  }
}
