package dev.lockstep.flow;

import java.util.List;
import java.util.Locale;

/** What kind of database an endpoint is. */
public enum EndpointType {
  MARIADB(3306, "information_schema", "mysql", "performance_schema", "sys"),
  MYSQL(3306, "information_schema", "mysql", "performance_schema", "sys");

  private final int defaultPort;
  private final List<String> systemSchemas;

  EndpointType(int defaultPort, String... systemSchemas) {
    this.defaultPort = defaultPort;
    this.systemSchemas = List.of(systemSchemas);
  }

  /** Schemas that the database keeps for itself, which are never part of a flow. */
  public List<String> systemSchemas() {
    return systemSchemas;
  }

  public int defaultPort() {
    return defaultPort;
  }

  /** The name in configuration and in {@code ChangeSource.connector}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
