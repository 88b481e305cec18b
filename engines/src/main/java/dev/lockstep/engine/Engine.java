package dev.lockstep.engine;

import dev.lockstep.engine.mariadb.MariaDbEngine;
import dev.lockstep.flow.EndpointType;
import dev.lockstep.schema.topic.TableName;

/** A kind of database, for those that only speak of it. */
public interface Engine {

  static Engine of(EndpointType type) {
    return switch (type) {
      case MARIADB -> MariaDbEngine.INSTANCE;
    };
  }

  /** A table as its statements name it, whatever characters it holds. */
  String quoted(TableName table);
}
