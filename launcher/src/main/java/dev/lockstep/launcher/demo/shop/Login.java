package dev.lockstep.launcher.demo.shop;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** How to reach one MariaDB server as one account. Never prints its password. */
public record Login(String host, int port, String user, String password) {

  /** The same server as another account. */
  public Login as(String otherUser, String otherPassword) {
    return new Login(host, port, otherUser, otherPassword);
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
    String url = "jdbc:mariadb://" + host + ":" + port + "/";
    return DriverManager.getConnection(options.isEmpty() ? url : url + "?" + options, properties);
  }

  @Override
  public String toString() {
    return user + "@" + host + ":" + port;
  }
}
