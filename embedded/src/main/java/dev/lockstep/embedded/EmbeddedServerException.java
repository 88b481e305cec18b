package dev.lockstep.embedded;

import org.jspecify.annotations.Nullable;

/** An embedded server could not do what was asked; says what to do about it. */
public final class EmbeddedServerException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String remedy;

  public EmbeddedServerException(String message, String remedy) {
    this(message, remedy, null);
  }

  public EmbeddedServerException(String message, String remedy, @Nullable Throwable cause) {
    super(message, cause);
    this.remedy = remedy;
  }

  /** What a person can do about it, as one sentence. */
  public String remedy() {
    return remedy;
  }
}
