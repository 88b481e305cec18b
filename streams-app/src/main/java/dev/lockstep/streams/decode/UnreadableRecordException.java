package dev.lockstep.streams.decode;

/** A record that cannot be understood, now or later. */
public final class UnreadableRecordException extends Exception {

  private static final long serialVersionUID = 1L;

  public UnreadableRecordException(String message, Throwable cause) {
    super(message, cause);
  }

  public UnreadableRecordException(String message) {
    super(message);
  }
}
