package dev.lockstep.launcher.demo.shop;

import dev.lockstep.engine.jdbc.DriverOptions;
import dev.lockstep.engine.mariadb.MariaDbServer;
import dev.lockstep.engine.mysql.MySqlServer;
import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.Secret;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.flow.SslMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** How to reach one server as one account. Never prints its password. */
public record Login(
    EndpointType type, String host, int port, String user, String password, SslMode ssl) {

  /** At a server on this machine, where nobody sits in between. */
  public Login(EndpointType type, String host, int port, String user, String password) {
    this(type, host, port, user, password, SslMode.DISABLE);
  }

  /** The same server as another account. */
  public Login as(String otherUser, String otherPassword) {
    return new Login(type, host, port, otherUser, otherPassword, ssl);
  }

  /** Opens a connection without a default schema, in UTC, text protocol. */
  public Connection connect() throws SQLException {
    return connect(Map.of());
  }

  /** Opens a connection in UTC with more options of the driver. */
  public Connection connect(Map<String, String> options) throws SQLException {
    Map<String, String> preset = new HashMap<>(options);
    preset.put("connectTimeout", "10000");
    preset.put("tcpKeepAlive", "true");
    Map<String, String> fixed = new HashMap<>();
    // A TINYINT(1) is a number: as a boolean, 1 and 2 would look the same.
    fixed.put("tinyInt1isBit", "false");
    fixed.put("sessionVariables", "time_zone='+00:00'");
    return switch (type) {
      case MARIADB -> MariaDbServer.connect(endpoint(), new DriverOptions(preset, fixed));
      case MYSQL -> {
        // Values as texts are the server's, whatever the driver takes them for.
        fixed.put("yearIsDateType", "false");
        fixed.put("connectionTimeZone", "UTC");
        yield MySqlServer.connect(endpoint(), new DriverOptions(preset, fixed));
      }
    };
  }

  private ServerEndpoint endpoint() {
    return new ServerEndpoint(
        "demo", type, host, port, user, Secret.of(password), ssl, Map.of(), OptionalLong.empty());
  }

  @Override
  public String toString() {
    return user + "@" + host + ":" + port;
  }
}
