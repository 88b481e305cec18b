package dev.lockstep.flow;

import java.util.Locale;

/** How a connection to a database is encrypted. */
public enum SslMode {
  /** Never. */
  DISABLE,
  /** When the server offers it; its certificate is not checked. */
  PREFER,
  /** Always; the server's certificate is not checked. */
  REQUIRE,
  /** Always, and the certificate must be trusted and name the host. */
  VERIFY_FULL;

  /** The name in configuration. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
