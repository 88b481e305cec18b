package dev.lockstep.engine.jdbc;

/** Hosts as they stand in addresses. */
public final class Hosts {

  private Hosts() {}

  /** An address of IPv6 stands in brackets. */
  public static String inUrl(String host) {
    return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
  }
}
