package dev.lockstep.launcher.demo.shop;

import java.util.List;
import java.util.Optional;

/**
 * One transaction of the workload, as data: it can be retried as it is.
 *
 * @param changes what it does, in order
 * @param rollback true when it ends by ROLLBACK and so changes nothing
 * @param probe a row by which its arrival at the target can be seen
 */
record ShopTransaction(List<ShopChange> changes, boolean rollback, Optional<Probe> probe) {

  ShopTransaction {
    changes = List.copyOf(changes);
  }

  /** Row changes that are committed. */
  int changeCount() {
    return rollback ? 0 : changes.stream().mapToInt(change -> change.statement().changes()).sum();
  }

  /** The row has arrived once its version on the target is at least this one. */
  record Probe(String table, long id, long version) {}
}
