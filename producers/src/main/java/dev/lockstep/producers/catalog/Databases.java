package dev.lockstep.producers.catalog;

import dev.lockstep.flow.Endpoint;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.flow.SslMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.mariadb.jdbc.Driver;

/** Opens connections to MariaDB endpoints and says what is wrong when it cannot. */
public final class Databases {

  private static final String CONNECT_TIMEOUT_MILLIS = "5000";
  private static final String SOCKET_TIMEOUT_MILLIS = "60000";
  private static final int ACCESS_DENIED = 1045;
  private static final int HOST_REFUSED = 1130;

  private Databases() {}

  public static Connection open(Endpoint endpoint) {
    try {
      return connect(endpoint, sslMode(endpoint.ssl()));
    } catch (SQLException e) {
      if (endpoint.ssl() == SslMode.PREFER && !denied(e)) {
        return openPlain(endpoint);
      }
      throw explained(endpoint, e);
    }
  }

  private static Connection openPlain(Endpoint endpoint) {
    try {
      return connect(endpoint, "disable");
    } catch (SQLException e) {
      throw explained(endpoint, e);
    }
  }

  private static Connection connect(Endpoint endpoint, String sslMode) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("connectTimeout", CONNECT_TIMEOUT_MILLIS);
    properties.setProperty("socketTimeout", SOCKET_TIMEOUT_MILLIS);
    // A limit that an operator sets on statements is not meant for those who look at the catalogue.
    properties.setProperty("sessionVariables", "max_statement_time=0");
    endpoint.properties().forEach(properties::setProperty);
    properties.setProperty("user", endpoint.username());
    properties.setProperty("password", endpoint.password().reveal());
    properties.setProperty("sslMode", sslMode);
    String url = "jdbc:mariadb://" + host(endpoint.host()) + ":" + endpoint.port() + "/";
    return new Driver().connect(url, properties);
  }

  /** The driver's word, which the connector shares. */
  public static String sslMode(SslMode mode) {
    return switch (mode) {
      case DISABLE -> "disable";
      case PREFER, REQUIRE -> "trust";
      case VERIFY_FULL -> "verify-full";
    };
  }

  /** Whether a connection that has been opened is encrypted. */
  public static boolean isEncrypted(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SHOW SESSION STATUS LIKE 'Ssl_cipher'")) {
      return rows.next() && !rows.getString(2).isEmpty();
    }
  }

  private static String host(String host) {
    return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  private static boolean denied(SQLException e) {
    return e.getErrorCode() == ACCESS_DENIED || e.getErrorCode() == HOST_REFUSED;
  }

  static LockstepException explained(Endpoint endpoint, SQLException e) {
    if (denied(e)) {
      return new LockstepException(
          Category.CONFIGURATION,
          "Endpoint %s refuses user '%s': %s"
              .formatted(endpoint.description(), endpoint.username(), e.getMessage()),
          "Check endpoints.%1$s.username and endpoints.%1$s.password, and that this user may connect from this host."
              .formatted(endpoint.name()),
          e);
    }
    if (e instanceof java.sql.SQLInvalidAuthorizationSpecException) {
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
