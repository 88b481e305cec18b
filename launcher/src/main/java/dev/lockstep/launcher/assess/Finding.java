package dev.lockstep.launcher.assess;

import java.util.Locale;

/**
 * One thing that somebody should know before the programs are started.
 *
 * @param subject endpoint, flow, table or server
 * @param message what was found
 * @param remedy what to do, a statement where there is one
 */
public record Finding(Severity severity, String subject, String message, String remedy) {

  /** From worst to best. */
  public enum Severity {
    /** It does not answer, so nothing is known of it. */
    UNREACHABLE,
    /** As it is, something that is configured will not be done. */
    WRONG,
    /** It will be done, and something will be missing or slow. */
    WARNING,
    /** Good to know. */
    NOTE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding unreachable(String subject, String message, String remedy) {
    return new Finding(Severity.UNREACHABLE, subject, message, remedy);
  }

  static Finding wrong(String subject, String message, String remedy) {
    return new Finding(Severity.WRONG, subject, message, remedy);
  }

  static Finding warning(String subject, String message, String remedy) {
    return new Finding(Severity.WARNING, subject, message, remedy);
  }

  static Finding note(String subject, String message, String remedy) {
    return new Finding(Severity.NOTE, subject, message, remedy);
  }
}
