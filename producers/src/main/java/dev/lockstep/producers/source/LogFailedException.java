package dev.lockstep.producers.source;

import org.jspecify.annotations.Nullable;

/** The log cannot be read just now. */
public final class LogFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public LogFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
