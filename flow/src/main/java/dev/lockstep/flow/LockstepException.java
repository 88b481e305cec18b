package dev.lockstep.flow;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A failure that is told to a person: what went wrong with which thing, and what to do about it.
 */
public class LockstepException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Who can do something about it. */
  public enum Category {
    /** The configuration or the command line is wrong. */
    CONFIGURATION,
    /** A server, a network or a disk does not do what it must. */
    EXTERNAL,
    /** The data cannot be handled as it is. */
    DATA,
    /** Lockstep itself is wrong. */
    BUG
  }

  private final Category category;
  private final String remedy;

  public LockstepException(Category category, String message, String remedy) {
    this(category, message, remedy, null);
  }

  public LockstepException(
      Category category, String message, String remedy, @Nullable Throwable cause) {
    super(message, cause);
    this.category = category;
    this.remedy = Objects.requireNonNull(remedy);
  }

  public Category category() {
    return category;
  }

  /** What to do, as a sentence. */
  public String remedy() {
    return remedy;
  }

  /** The message of a throwable, never empty. */
  public static String messageOf(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }
}
