package dev.lockstep.producers.source.binlog;

/** The log passed over changes without telling which rows they left behind. */
public final class LogGapException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String remedy;

  LogGapException(String message, String remedy) {
    super(message);
    this.remedy = remedy;
  }

  public String remedy() {
    return remedy;
  }
}
