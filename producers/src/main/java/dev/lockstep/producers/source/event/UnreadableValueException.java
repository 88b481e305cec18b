package dev.lockstep.producers.source.event;

/** A value that cannot be told exactly; the message names the column and says why. */
public final class UnreadableValueException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnreadableValueException(String message) {
    super(message);
  }

  public UnreadableValueException(String message, Throwable cause) {
    super(message, cause);
  }
}
