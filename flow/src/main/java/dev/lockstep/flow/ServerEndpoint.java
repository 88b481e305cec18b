package dev.lockstep.flow;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A server that is reached at a host and a port, by a user with a password.
 *
 * @param properties further connection properties of the database's driver
 * @param serverId replication server id of its capture; empty: derived from the name
 */
public record ServerEndpoint(
    String name,
    EndpointType type,
    String host,
    int port,
    String username,
    Secret password,
    SslMode ssl,
    Map<String, String> properties,
    OptionalLong serverId)
    implements Endpoint {

  public ServerEndpoint {
    properties = Collections.unmodifiableMap(new TreeMap<>(properties));
  }

  /** A MariaDB endpoint without encryption and without further properties. */
  public static ServerEndpoint mariadb(
      String name, String host, int port, String username, Secret password) {
    return new ServerEndpoint(
        name,
        EndpointType.MARIADB,
        host,
        port,
        username,
        password,
        SslMode.DISABLE,
        Map.of(),
        OptionalLong.empty());
  }

  /** {@code shop (mariadb at db1:3306)}. */
  @Override
  public String description() {
    return name + " (" + type.label() + " at " + place() + ")";
  }

  @Override
  public String account() {
    return "user '" + username + "'";
  }

  @Override
  public String place() {
    return host.toLowerCase(Locale.ROOT) + ":" + port;
  }

  /** Properties may hold secrets, so only their names are shown. */
  @Override
  public String toString() {
    return "ServerEndpoint[name=%s, type=%s, host=%s, port=%d, username=%s, password=***, ssl=%s, properties=%s, serverId=%s]"
        .formatted(
            name,
            type.label(),
            host,
            port,
            username,
            ssl.label(),
            properties.keySet(),
            serverId.isPresent() ? Long.toString(serverId.getAsLong()) : "derived");
  }
}
