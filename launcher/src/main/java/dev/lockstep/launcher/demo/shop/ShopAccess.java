package dev.lockstep.launcher.demo.shop;

import dev.lockstep.engine.mysql.sql.SqlText;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * The shop at one server, as one account.
 *
 * @param schema where its tables are, there and at the other server
 */
public record ShopAccess(Login login, String schema) {

  /** A table as the pipeline calls it. */
  public String name(String table) {
    return schema + "." + table;
  }

  /** A connection whose default schema is the shop's, which must be there. */
  public Connection connect() throws SQLException {
    return connect(Map.of());
  }

  /** The same, with more options of the driver. */
  public Connection connect(Map<String, String> options) throws SQLException {
    Connection connection = login.connect(options);
    try {
      connection.setCatalog(schema);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Makes the schema where it is missing. */
  void createSchema() throws SQLException {
    try (Connection connection = login.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE DATABASE IF NOT EXISTS " + SqlText.name(schema) + " CHARACTER SET utf8mb4");
    }
  }

  @Override
  public String toString() {
    return login + "/" + schema;
  }
}
