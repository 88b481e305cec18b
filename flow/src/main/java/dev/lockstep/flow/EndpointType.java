package dev.lockstep.flow;

import java.util.Locale;

/** What kind of database an endpoint is. */
public enum EndpointType {
  MARIADB(3306),
  MYSQL(3306);

  private final int defaultPort;

  EndpointType(int defaultPort) {
    this.defaultPort = defaultPort;
  }

  public int defaultPort() {
    return defaultPort;
  }

  /** The name in configuration and in {@code ChangeSource.connector}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
