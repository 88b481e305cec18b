package dev.lockstep.sink.apply;

/** What a record of a change topic asks of the target. */
public enum Operation {
  UPSERT(false),
  DELETE(false),
  /** A snapshot begins: from here on, keys that are seen are remembered. */
  SNAPSHOT_START(true),
  /** It ended: keys neither seen in it nor changed since it began are gone. */
  SNAPSHOT_END(true),
  TRUNCATE(true),
  /** The table's definition changed. */
  SCHEMA(true),
  /** The record cannot be read; nothing but a dead letter can become of it. */
  UNREADABLE(true);

  private final boolean alone;

  Operation(boolean alone) {
    this.alone = alone;
  }

  /** Whether it stands between what came before and what comes after it in its partition. */
  public boolean isBarrier() {
    return alone;
  }
}
