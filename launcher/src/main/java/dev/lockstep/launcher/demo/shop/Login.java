package dev.lockstep.launcher.demo.shop;

import dev.lockstep.flow.EndpointType;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** How to reach one server as one account. Never prints its password. */
public record Login(EndpointType type, String host, int port, String user, String password) {

  /** The same server as another account. */
  public Login as(String otherUser, String otherPassword) {
    return new Login(type, host, port, otherUser, otherPassword);
  }

  /** Opens a connection without a default schema, in UTC, text protocol. */
  public Connection connect() throws SQLException {
    return connect("");
  }

  /** Opens a connection in UTC with more driver options, as in {@code useServerPrepStmts=true}. */
  public Connection connect(String options) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "10000");
    properties.setProperty("tcpKeepAlive", "true");
    // A TINYINT(1) is a number: as a boolean, 1 and 2 would look the same.
    properties.setProperty("tinyInt1isBit", "false");
    properties.setProperty("sessionVariables", "time_zone='+00:00'");
    String url = scheme(properties) + host + ":" + port + "/";
    return DriverManager.getConnection(options.isEmpty() ? url : url + "?" + options, properties);
  }

  private String scheme(Properties properties) {
    return switch (type) {
      case MARIADB -> "jdbc:mariadb://";
      case MYSQL -> {
        // Values as texts are the server's, whatever the driver takes them for.
        properties.setProperty("yearIsDateType", "false");
        properties.setProperty("connectionTimeZone", "UTC");
        yield "jdbc:mysql://";
      }
    };
  }

  @Override
  public String toString() {
    return user + "@" + host + ":" + port;
  }
}
