package dev.lockstep.producers.publish;

/** Database and log's reader say otherwise about the character set of a column. */
final class OtherCharacterSetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OtherCharacterSetException(String message) {
    super(message);
  }
}
