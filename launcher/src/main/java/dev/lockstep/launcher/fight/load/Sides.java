package dev.lockstep.launcher.fight.load;

import dev.lockstep.launcher.demo.shop.Login;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Both databases, with accounts that may do anything. */
public record Sides(Login source, Login target) {

  /** One statement on a connection of its own. */
  public static int execute(Login at, String sql) throws SQLException {
    try (Connection connection = at.connect();
        Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  static void executeUnlogged(Login at, String sql) throws SQLException {
    try (Connection connection = at.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION sql_log_bin = 0");
      statement.execute(sql);
    }
  }
}
