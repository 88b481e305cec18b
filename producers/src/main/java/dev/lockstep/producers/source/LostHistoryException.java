package dev.lockstep.producers.source;

import dev.lockstep.flow.LockstepException;

/** The database no longer has, or never had, the log that a capture would go on from. */
public final class LostHistoryException extends LockstepException {

  private static final long serialVersionUID = 1L;

  public LostHistoryException(String message) {
    this(
        message,
        "Changes made meanwhile can no longer be read. Set producers.on-lost-history to resnapshot, or restore the server's log files; keep logs for longer than any stop of the capture.");
  }

  public LostHistoryException(String message, String remedy) {
    super(Category.EXTERNAL, "History lost: " + message, remedy);
  }
}
