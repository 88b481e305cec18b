package dev.lockstep.schema.registry;

import org.jspecify.annotations.Nullable;

/** The registry cannot start: says what is in the way and what to do about it. */
public final class RegistryStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String remedy;

  RegistryStartException(String message, String remedy, @Nullable Throwable cause) {
    super(message, cause);
    this.remedy = remedy;
  }

  /** What to do. */
  public String remedy() {
    return remedy;
  }
}
