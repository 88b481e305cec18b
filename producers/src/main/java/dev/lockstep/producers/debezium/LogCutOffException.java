package dev.lockstep.producers.debezium;

import org.apache.kafka.connect.errors.ConnectException;

/**
 * The server says that a file of its log ends within an event: it died while it wrote it. What the
 * file lacks may have been committed all the same, where the log is not written through.
 */
public final class LogCutOffException extends ConnectException {

  private static final long serialVersionUID = 1L;

  /** The words of MariaDB's and MySQL's error 1236; it stands for other troubles of a log too. */
  private static final String WORDS = "binlog truncated in the middle of event";

  private LogCutOffException(ConnectException failure) {
    super(failure.getMessage(), failure);
  }

  /** The failure as what it is. */
  static ConnectException orElse(ConnectException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains(WORDS)) {
        return new LogCutOffException(failure);
      }
    }
    return failure;
  }
}
