package dev.lockstep.embedded.mysql;

import java.util.List;

/** Whether transactions have ids of their own in the binary log, or only places in it. */
public enum Gtids {
  ON(List.of("--gtid-mode=ON", "--enforce-gtid-consistency=ON")),
  /** What the server does when nobody tells it otherwise. */
  OFF(List.of("--gtid-mode=OFF", "--enforce-gtid-consistency=OFF"));

  private final List<String> options;

  Gtids(List<String> options) {
    this.options = options;
  }

  List<String> options() {
    return options;
  }
}
