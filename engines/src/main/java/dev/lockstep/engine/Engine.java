package dev.lockstep.engine;

import dev.lockstep.schema.topic.TableName;

/** A kind of database, for those that only speak of it. */
public interface Engine {

  /** A table as its statements name it, whatever characters it holds. */
  String quoted(TableName table);
}
