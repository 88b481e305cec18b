package dev.lockstep.launcher.demo;

import dev.lockstep.engine.mysql.SqlText;
import dev.lockstep.launcher.demo.shop.Login;
import dev.lockstep.launcher.demo.shop.Shop;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Gives every part of the demo an account of its own with no more rights than it needs. Made anew
 * at each start with a random password, and kept out of the binary log: it is no part of what
 * migrates.
 */
final class Accounts {

  private static final SecureRandom RANDOM = new SecureRandom();

  private Accounts() {}

  /** The shop's application at the source: it owns its schema. */
  static Login application(Login admin) throws SQLException {
    return make(admin, "shop_app", "ALL PRIVILEGES ON " + Shop.SCHEMA + ".*");
  }

  /** Whoever measures and checks at the target: reads the shop. */
  static Login reader(Login admin) throws SQLException {
    return make(admin, "shop_reader", "SELECT ON " + Shop.SCHEMA + ".*");
  }

  /** The injector at the target: changes rows of the shop, and sees when the sink has written. */
  static Login injector(Login admin, String progressSchema) throws SQLException {
    return make(
        admin,
        "shop_injector",
        "SELECT, INSERT, UPDATE, DELETE ON " + Shop.SCHEMA + ".*",
        "SELECT ON " + SqlText.name(progressSchema) + ".*");
  }

  private static Login make(Login admin, String user, String... grants) throws SQLException {
    String password = new BigInteger(160, RANDOM).toString(36);
    String account = "'" + user + "'@'%'";
    try (Connection connection = admin.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION sql_log_bin = 0");
      statement.execute("DROP USER IF EXISTS " + account);
      statement.execute("CREATE USER " + account + " IDENTIFIED BY '" + password + "'");
      for (String grant : grants) {
        statement.execute("GRANT " + grant + " TO " + account);
      }
    }
    return admin.as(user, password);
  }
}
