package dev.lockstep.engine.mariadb;

import dev.lockstep.engine.Engine;
import dev.lockstep.schema.topic.TableName;

/** MariaDB, for those that only speak of it. */
public final class MariaDbEngine implements Engine {

  @Override
  public String quoted(TableName table) {
    return MariaDbSql.name(table);
  }
}
