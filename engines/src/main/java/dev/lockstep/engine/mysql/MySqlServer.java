package dev.lockstep.engine.mysql;

import com.mysql.cj.jdbc.Driver;
import dev.lockstep.engine.jdbc.DriverOptions;
import dev.lockstep.engine.jdbc.Encryption;
import dev.lockstep.engine.jdbc.Hosts;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.flow.SslMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/** A MySQL server behind an endpoint. */
public final class MySqlServer {

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
              "max_execution_time=0"),
          Map.of("tinyInt1isBit", "false", "yearIsDateType", "false"));

  private MySqlServer() {}

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
    if (endpoint.ssl() == SslMode.DISABLE) {
      // Where nobody wants encryption the server's own key is the only way to hide the password.
      // Where it is only preferred, whoever breaks it could offer a key of his own.
      properties.putIfAbsent("allowPublicKeyRetrieval", "true");
    }
    String url = "jdbc:mysql://" + Hosts.inUrl(endpoint.host()) + ":" + endpoint.port() + "/";
    Connection connection = new Driver().connect(url, properties);
    if (connection == null) {
      throw new SQLException("the driver does not take " + url, "08001");
    }
    return connection;
  }

  /** The driver's word. */
  public static String sslMode(SslMode ssl) {
    return switch (ssl) {
      case DISABLE -> "DISABLED";
      case PREFER, REQUIRE -> "REQUIRED";
      case VERIFY_FULL -> "VERIFY_IDENTITY";
    };
  }
}
