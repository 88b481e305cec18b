package dev.lockstep.engine.mysql;

import dev.lockstep.engine.Engine;
import dev.lockstep.schema.topic.TableName;

/** MySQL and MariaDB, for those that only speak of them. */
public final class MySqlEngine implements Engine {

  @Override
  public String quoted(TableName table) {
    return SqlText.name(table);
  }
}
