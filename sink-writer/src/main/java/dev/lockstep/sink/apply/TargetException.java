package dev.lockstep.sink.apply;

import org.jspecify.annotations.Nullable;

/** A call on the target that failed, sorted by what it means for the commit protocol. */
public final class TargetException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What a failure concerns. */
  public enum Scope {
    /** The rows that were written: others would have gone through. */
    ROWS,
    /** The table: no row of it goes through as things are. */
    TABLE,
    /** Another transaction was in the way; the same again may go through at once. */
    CONTENTION,
    /** The server or the connection: the transaction is gone, or its fate unknown in a commit. */
    SERVER
  }

  private final Scope scope;
  private final transient TargetError error;

  public TargetException(Scope scope, TargetError error, @Nullable Throwable cause) {
    // Without a cause it is an answer of ours, of which nobody needs to know the stack.
    super(error.toString(), cause, true, cause != null);
    this.scope = scope;
    this.error = error;
  }

  public Scope scope() {
    return scope;
  }

  public TargetError error() {
    return error;
  }
}
