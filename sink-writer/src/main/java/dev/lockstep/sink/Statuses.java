package dev.lockstep.sink;

import dev.lockstep.schema.status.Status;

/** Where is said how flows and tables are. */
interface Statuses {

  /** Says how a flow is. */
  void flow(String flow, Status status);

  /** Says how a table of a flow is. */
  void table(String flow, String table, Status status);

  /** A table is no longer ours to speak of. */
  void forget(String flow, String table);
}
