package dev.lockstep.engine.mariadb;

import dev.lockstep.engine.jdbc.DriverOptions;
import dev.lockstep.engine.jdbc.Encryption;
import dev.lockstep.flow.Endpoint;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.flow.SslMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.mariadb.jdbc.Driver;

/** A MariaDB server behind an endpoint: connecting, and what is wrong when that fails. */
public final class MariaDbServer {

  private static final int ACCESS_DENIED = 1045;
  private static final int HOST_REFUSED = 1130;

  /** For looks at the catalogue and reads of whole tables. */
  private static final DriverOptions TO_READ =
      new DriverOptions(
          Map.of(
              "connectTimeout",
              "5000",
              "socketTimeout",
              "60000",
              // A limit that an operator sets on statements is not meant for these.
              "sessionVariables",
              "max_statement_time=0"),
          Map.of());

  private MariaDbServer() {}

  /** A connection to read by; a failure says what is wrong and what to do about it. */
  public static Connection open(Endpoint endpoint) {
    try {
      return connect(endpoint, TO_READ);
    } catch (SQLException e) {
      throw explained(endpoint, e);
    }
  }

  public static Connection connect(Endpoint endpoint, DriverOptions options) throws SQLException {
    return Encryption.open(
        endpoint.ssl(), MariaDbServer::refusesAccount, ssl -> connect(endpoint, options, ssl));
  }

  private static Connection connect(Endpoint endpoint, DriverOptions options, SslMode ssl)
      throws SQLException {
    Properties properties = options.with(endpoint);
    properties.setProperty("sslMode", sslMode(ssl));
    String url = "jdbc:mariadb://" + host(endpoint.host()) + ":" + endpoint.port() + "/";
    Connection connection = new Driver().connect(url, properties);
    if (connection == null) {
      throw new SQLException("the driver does not take " + url, "08001");
    }
    return connection;
  }

  /** The driver's word. */
  public static String sslMode(SslMode ssl) {
    return switch (ssl) {
      case DISABLE -> "disable";
      case PREFER, REQUIRE -> "trust";
      case VERIFY_FULL -> "verify-full";
    };
  }

  /** Whether a connection that has been opened is encrypted. */
  public static boolean isEncrypted(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW SESSION STATUS LIKE 'Ssl_cipher'")) {
      return rows.next() && !rows.getString(2).isEmpty();
    }
  }

  private static String host(String host) {
    return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  private static boolean refusesAccount(SQLException e) {
    return e.getErrorCode() == ACCESS_DENIED || e.getErrorCode() == HOST_REFUSED;
  }

  /** What a failure on a connection to an endpoint means, with what to do about it. */
  public static LockstepException explained(Endpoint endpoint, SQLException e) {
    if (refusesAccount(e)) {
      return new LockstepException(
          Category.CONFIGURATION,
          "Endpoint %s refuses user '%s': %s"
              .formatted(endpoint.description(), endpoint.username(), e.getMessage()),
          "Check endpoints.%1$s.username and endpoints.%1$s.password, and that this user may connect from this host."
              .formatted(endpoint.name()),
          e);
    }
    if (e instanceof SQLInvalidAuthorizationSpecException) {
      return new LockstepException(
          Category.CONFIGURATION,
          "Endpoint %s does not let user '%s' in: %s"
              .formatted(endpoint.description(), endpoint.username(), e.getMessage()),
          "Check endpoints.%s.ssl and the user's grants.".formatted(endpoint.name()),
          e);
    }
    return new LockstepException(
        Category.EXTERNAL,
        "Endpoint %s cannot be reached: %s".formatted(endpoint.description(), e.getMessage()),
        "Check that the server runs and that endpoints.%1$s.host and endpoints.%1$s.port are right; it is tried again until it answers."
            .formatted(endpoint.name()),
        e);
  }
}
