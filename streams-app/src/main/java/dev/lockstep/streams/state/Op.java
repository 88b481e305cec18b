package dev.lockstep.streams.state;

import java.util.Optional;

/** What a record of a change topic says. The letters are those of the envelope. */
public enum Op {
  CREATE(1, "c"),
  UPDATE(2, "u"),
  DELETE(3, "d"),
  READ(4, "r"),
  /** The record of this key could not be read: its row is unknown from here to its next change. */
  UNREADABLE(5, ""),
  SNAPSHOT_START(6, "s"),
  SNAPSHOT_END(7, "e"),
  TRUNCATE(8, "t"),
  SCHEMA_CHANGE(9, "h");

  private static final Op[] VALUES = values();

  private final int code;
  private final String letter;

  Op(int code, String letter) {
    this.code = code;
    this.letter = letter;
  }

  public static Optional<Op> of(String letter) {
    for (Op op : VALUES) {
      if (!letter.isEmpty() && op.letter.equals(letter)) {
        return Optional.of(op);
      }
    }
    return Optional.empty();
  }

  /** Barriers speak of a whole table and have no key. */
  public boolean isBarrier() {
    return switch (this) {
      case CREATE, UPDATE, DELETE, READ, UNREADABLE -> false;
      case SNAPSHOT_START, SNAPSHOT_END, TRUNCATE, SCHEMA_CHANGE -> true;
    };
  }

  /** Whether a transaction of the database did it, so that it has a commit time. */
  public boolean isChange() {
    return this == CREATE || this == UPDATE || this == DELETE;
  }

  /** As state keeps it: never changes. */
  int code() {
    return code;
  }

  static Op ofCode(int code) {
    for (Op op : VALUES) {
      if (op.code == code) {
        return op;
      }
    }
    throw new IllegalArgumentException("No operation has code " + code);
  }
}
