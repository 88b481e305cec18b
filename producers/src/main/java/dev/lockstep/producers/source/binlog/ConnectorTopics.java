package dev.lockstep.producers.source.binlog;

/** Names of topics by which a connector's records are told apart; none of them is ever made. */
public final class ConnectorTopics {

  public static final String HEARTBEAT_PREFIX = "__debezium-heartbeat";

  private ConnectorTopics() {}

  /** Where it tells of its snapshot. */
  public static String notifications(String prefix) {
    return prefix + ".lockstep-notifications";
  }

  /** Where it tells of transactions' beginnings and ends. */
  public static String transactions(String prefix) {
    return prefix + ".lockstep-transactions";
  }
}
