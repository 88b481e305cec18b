package dev.lockstep.embedded.server;

import java.util.List;

/** What a committed transaction survives. */
public enum Durability {
  /** Any crash of the server process, also by SIGKILL; not a loss of power. No fsync per commit. */
  PROCESS_CRASH(List.of("--innodb-flush-log-at-trx-commit=2", "--sync-binlog=0")),
  /** A loss of power as well, as a production server does: two fsyncs per (group) commit. */
  POWER_LOSS(List.of("--innodb-flush-log-at-trx-commit=1", "--sync-binlog=1"));

  private final List<String> options;

  Durability(List<String> options) {
    this.options = options;
  }

  List<String> options() {
    return options;
  }
}
