package dev.lockstep.launcher.demo;

import dev.lockstep.engine.mysql.sql.SqlText;
import dev.lockstep.launcher.demo.shop.Login;
import dev.lockstep.launcher.demo.shop.ShopAccess;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every part of the demo an account of its own at one server, with no more rights than it
 * needs. Made anew at each start with a random password.
 *
 * <p>At a server of ours they stay, and out of the binary log: they are no part of what migrates.
 * At one of the user's they are named after the shop's schema and dropped on closing; where the
 * given account may not make any, it is what all parts use, and that is said. A crash leaves them,
 * with passwords that nobody has, to be made anew by the next start. One thread.
 */
final class Accounts implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String APPLICATION = "app";
  private static final String READER = "reader";
  private static final String INJECTOR = "injector";
  private static final String CONNECTION_FAILURE = "08";

  /** Letters of both cases, a digit and a sign: what servers ask of a password where they do. */
  private static final String OF_ALL_KINDS = "aA1-";

  private final Site site;
  private final Consumer<String> say;
  private boolean made;

  /**
   * @param say tells the user what should be known
   */
  Accounts(Site site, Consumer<String> say) {
    this.site = site;
    this.say = say;
  }

  /** The shop's application at the source: it owns its schema. */
  ShopAccess application() throws SQLException {
    return account(APPLICATION, "ALL PRIVILEGES ON " + shop());
  }

  /** Whoever measures and checks at the target: reads the shop. */
  ShopAccess reader() throws SQLException {
    return account(READER, "SELECT ON " + shop());
  }

  /** The injector at the target: changes rows of the shop, and sees when the sink has written. */
  ShopAccess injector(String progressSchema) throws SQLException {
    return account(
        INJECTOR,
        "SELECT, INSERT, UPDATE, DELETE ON " + shop(),
        "SELECT ON " + SqlText.name(progressSchema) + ".*");
  }

  private String shop() {
    return SqlText.name(site.schema()) + ".*";
  }

  private ShopAccess account(String role, String... grants) throws SQLException {
    String user = user(role);
    try {
      return site.shopAs(make(user, grants));
    } catch (SQLException e) {
      if (site.own() || isConnectionFailure(e)) {
        throw e;
      }
      LOG.info("No account {} was made at {}", user, site.admin(), e);
      sayNone(role, e);
      return site.shop();
    }
  }

  private static boolean isConnectionFailure(SQLException e) {
    return e.getSQLState() != null && e.getSQLState().startsWith(CONNECTION_FAILURE);
  }

  private Login make(String user, String... grants) throws SQLException {
    String password = OF_ALL_KINDS + new BigInteger(160, RANDOM).toString(36);
    String account = account(user);
    try (Connection connection = site.admin().connect();
        Statement statement = connection.createStatement()) {
      if (site.own()) {
        statement.execute("SET SESSION sql_log_bin = 0");
      }
      statement.execute("DROP USER IF EXISTS " + account);
      statement.execute("CREATE USER " + account + " IDENTIFIED BY '" + password + "'");
      made = true;
      try {
        for (String grant : grants) {
          statement.execute("GRANT " + grant + " TO " + account);
        }
        Login login = site.admin().as(user, password);
        // Another account of the server may come before this one, such as that of anybody.
        login.connect().close();
        return login;
      } catch (SQLException e) {
        statement.execute("DROP USER " + account);
        throw e;
      }
    }
  }

  private void sayNone(String role, SQLException reason) throws SQLException {
    String given = givenAccount();
    say.accept(
        "%s made no account at %s:%d (%s): it is the demo's %s itself. For one with no more rights than that needs: GRANT CREATE USER ON *.* TO %s; GRANT ALL PRIVILEGES ON %s TO %s WITH GRANT OPTION;"
            .formatted(
                given,
                site.admin().host(),
                site.admin().port(),
                reason.getMessage(),
                role,
                given,
                shop(),
                given));
  }

  private String givenAccount() throws SQLException {
    try (Connection connection = site.admin().connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT CURRENT_USER()")) {
      row.next();
      String account = row.getString(1);
      int at = account.lastIndexOf('@');
      return "'%s'@'%s'".formatted(account.substring(0, at), account.substring(at + 1));
    }
  }

  private String user(String role) {
    return site.schema() + "_" + role;
  }

  private static String account(String user) {
    return "'" + user + "'@'%'";
  }

  /**
   * Nothing is left of them at a server of the user's, nor of those that an earlier run left; what
   * cannot be dropped is said.
   */
  @Override
  public void close() {
    if (site.own() || !made) {
      return;
    }
    String all =
        Stream.of(APPLICATION, READER, INJECTOR)
            .map(role -> account(user(role)))
            .collect(Collectors.joining(", "));
    String drop = "DROP USER IF EXISTS " + all;
    try (Connection connection = site.admin().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(drop);
      made = false;
    } catch (SQLException e) {
      LOG.warn("Accounts were left at {}", site.admin(), e);
      say.accept(
          "Accounts of the demo are left at %s:%d (%s). To remove them: %s;"
              .formatted(site.admin().host(), site.admin().port(), e.getMessage(), drop));
    }
  }
}
