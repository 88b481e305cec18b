package dev.lockstep.embedded.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A database server that can be used here, whoever runs it: where it is and who may log in. */
public interface DatabaseServer extends AutoCloseable {

  String host();

  int port();

  /** The account with the privileges that Lockstep asks of a real server. */
  String user();

  String password();

  /** The account for those who prepare and break things: it may do everything. */
  String adminUser();

  String adminPassword();

  /** Address for JDBC, without credentials; an empty schema selects none. */
  String jdbcUrl(String schema);

  /** A connection with the privileges that Lockstep has. The driver is the caller's to bring. */
  default Connection connection(String schema) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(schema), user(), password());
  }

  /** A connection with every privilege. */
  default Connection adminConnection(String schema) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(schema), adminUser(), adminPassword());
  }

  /** Ends what was started here, in order; what was given is left running. */
  @Override
  void close();
}
