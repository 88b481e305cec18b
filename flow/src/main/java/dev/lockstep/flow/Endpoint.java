package dev.lockstep.flow;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * One database server as Lockstep sees it; captured once, whoever uses it.
 *
 * @param properties further connection properties of the database's driver
 * @param serverId replication server id of its capture; empty: derived from the name
 */
public record Endpoint(
    String name,
    EndpointType type,
    String host,
    int port,
    String username,
    Secret password,
    SslMode ssl,
    Map<String, String> properties,
    OptionalLong serverId) {

  public Endpoint {
    properties = Collections.unmodifiableMap(new TreeMap<>(properties));
  }

  /** A MariaDB endpoint without encryption and without further properties. */
  public static Endpoint mariadb(
      String name, String host, int port, String username, Secret password) {
    return new Endpoint(
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

  /** Where it is, for messages: {@code shop (mariadb at db1:3306)}. */
  public String description() {
    return name + " (" + type.label() + " at " + host + ":" + port + ")";
  }

  /** Properties may hold secrets, so only their names are shown. */
  @Override
  public String toString() {
    return "Endpoint[name=%s, type=%s, host=%s, port=%d, username=%s, password=***, ssl=%s, properties=%s, serverId=%s]"
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
