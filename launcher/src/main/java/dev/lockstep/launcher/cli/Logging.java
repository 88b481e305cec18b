package dev.lockstep.launcher.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.LogManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where logging goes. Set in code, once per command, as XML would cost a tenth of a second of every
 * start. The libraries are quiet unless {@code LOCKSTEP_DEBUG} is set.
 */
final class Logging {

  private static final String DETAILED =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{24} %msg%n";
  private static final int OLD_FILES = 4;
  private static final String FILE_SIZE = "20MB";

  /** Loggers that warn of what is no fault here, and what they may still say. */
  private static final Map<String, Level> NOISY =
      Map.of(
          "org.apache.kafka.clients.consumer.ConsumerConfig", Level.ERROR,
          "org.apache.kafka.clients.producer.ProducerConfig", Level.ERROR,
          "org.apache.kafka.clients.admin.AdminClientConfig", Level.ERROR,
          "org.apache.kafka.streams.StreamsConfig", Level.ERROR,
          "org.apache.kafka.clients.NetworkClient", Level.ERROR,
          "org.apache.kafka.clients.consumer.internals.OffsetFetcherUtils", Level.ERROR,
          "org.apache.kafka.streams.processor.internals.StateDirectory", Level.ERROR,
          "io.debezium", Level.WARN);

  private Logging() {}

  /** A program in the foreground or in a container: everything of ours to the standard output. */
  static void toOutput() {
    LoggerContext context = fresh();
    ConsoleAppender<ILoggingEvent> output = new ConsoleAppender<>();
    output.setTarget("System.out");
    attach(context, output, DETAILED);
  }

  /** Beside a person: details to a bounded file, on the terminal only warnings of ours. */
  static void toFile(Path file) {
    LoggerContext context = fresh();
    attach(context, rolling(context, file), DETAILED);
    ConsoleAppender<ILoggingEvent> terminal = new ConsoleAppender<>();
    terminal.setTarget("System.err");
    terminal.addFilter(onlyOurWarnings());
    attach(context, terminal, "lockstep: %msg%n%nopex");
  }

  /** Nothing but errors, to the standard error: for commands that answer at once. */
  static void quiet() {
    LoggerContext context = fresh();
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.ERROR);
    ConsoleAppender<ILoggingEvent> terminal = new ConsoleAppender<>();
    terminal.setTarget("System.err");
    attach(context, terminal, "lockstep: %msg%n");
  }

  private static LoggerContext fresh() {
    LogManager.getLogManager().reset();
    java.util.logging.Logger.getLogger("").addHandler(new JavaLogging());
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    boolean debug = System.getenv("LOCKSTEP_DEBUG") != null;
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(debug ? Level.INFO : Level.WARN);
    context.getLogger("dev.lockstep").setLevel(debug ? Level.DEBUG : Level.INFO);
    if (!debug) {
      NOISY.forEach((name, level) -> context.getLogger(name).setLevel(level));
    }
    return context;
  }

  private static RollingFileAppender<ILoggingEvent> rolling(LoggerContext context, Path file) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setFile(file.toString());
    FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
    window.setContext(context);
    window.setParent(appender);
    window.setFileNamePattern(file + ".%i");
    window.setMinIndex(1);
    window.setMaxIndex(OLD_FILES);
    window.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(FileSize.valueOf(FILE_SIZE));
    size.start();
    appender.setRollingPolicy(window);
    appender.setTriggeringPolicy(size);
    return appender;
  }

  private static Filter<ILoggingEvent> onlyOurWarnings() {
    return new Filter<>() {
      @Override
      public FilterReply decide(ILoggingEvent event) {
        return event.getLevel().isGreaterOrEqual(Level.WARN)
                && event.getLoggerName().startsWith("dev.lockstep")
            ? FilterReply.NEUTRAL
            : FilterReply.DENY;
      }
    };
  }

  private static void attach(
      LoggerContext context, OutputStreamAppender<ILoggingEvent> appender, String pattern) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(pattern);
    encoder.start();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
  }
}
