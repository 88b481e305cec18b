package dev.lockstep.producers.source;

/**
 * The server says that a file of its log ends within an event: it died while it wrote it. What the
 * file lacks may have been committed all the same, where the log is not written through.
 */
public final class LogCutOffException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public LogCutOffException(String message, Throwable cause) {
    super(message, cause);
  }
}
