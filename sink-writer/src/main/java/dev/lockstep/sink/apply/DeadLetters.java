package dev.lockstep.sink.apply;

/** Where changes go that the target refuses. */
public interface DeadLetters {

  /**
   * Keeps the change for good before returning. The same change twice is one dead letter.
   *
   * @throws DeadLetterException when it could not be kept; the change must then not be passed over
   */
  void keep(Change change, TargetError error) throws DeadLetterException;

  /** A dead letter that could not be kept. */
  final class DeadLetterException extends Exception {
    private static final long serialVersionUID = 1L;

    public DeadLetterException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
