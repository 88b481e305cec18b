package dev.lockstep.engine.mariadb;

import dev.lockstep.engine.jdbc.DriverOptions;
import dev.lockstep.engine.jdbc.Encryption;
import dev.lockstep.engine.jdbc.Hosts;
import dev.lockstep.engine.mysql.AccessErrors;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.flow.SslMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.mariadb.jdbc.Driver;

/** A MariaDB server behind an endpoint: connecting, and what is wrong when that fails. */
public final class MariaDbServer {

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
  public static Connection open(ServerEndpoint endpoint) {
    try {
      return connect(endpoint, TO_READ);
    } catch (SQLException e) {
      throw AccessErrors.explained(endpoint, e);
    }
  }

  public static Connection connect(ServerEndpoint endpoint, DriverOptions options)
      throws SQLException {
    return Encryption.open(
        endpoint.ssl(), AccessErrors::refusesAccount, ssl -> connect(endpoint, options, ssl));
  }

  private static Connection connect(ServerEndpoint endpoint, DriverOptions options, SslMode ssl)
      throws SQLException {
    Properties properties = options.with(endpoint);
    properties.setProperty("sslMode", sslMode(ssl));
    String url = "jdbc:mariadb://" + Hosts.inUrl(endpoint.host()) + ":" + endpoint.port() + "/";
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
}
