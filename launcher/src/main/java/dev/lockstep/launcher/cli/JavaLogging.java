package dev.lockstep.launcher.cli;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes on what libraries log by the JDK's own means, which else goes to the terminal. */
final class JavaLogging extends Handler {

  private final SimpleFormatter formatter = new SimpleFormatter();

  @Override
  public void publish(LogRecord entry) {
    Logger logger = LoggerFactory.getLogger(String.valueOf(entry.getLoggerName()));
    if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
      logger.warn(formatter.formatMessage(entry), entry.getThrown());
    } else {
      logger.debug(formatter.formatMessage(entry), entry.getThrown());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
