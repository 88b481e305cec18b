package dev.lockstep.engine.jdbc;

import dev.lockstep.engine.Engine;
import dev.lockstep.flow.ServerEndpoint;
import java.sql.Connection;

/** A kind of database that is reached by JDBC. */
public interface JdbcEngine extends Engine {

  /** A connection to read by; a failure says what is wrong and what to do about it. */
  Connection open(ServerEndpoint endpoint);
}
