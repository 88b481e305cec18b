package dev.lockstep.producers.source.binlog;

import dev.lockstep.flow.Endpoint;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.producers.source.LogCutOffException;
import dev.lockstep.producers.source.LogFailedException;
import dev.lockstep.producers.source.LostHistoryException;
import dev.lockstep.producers.source.UndefinedTableException;
import dev.lockstep.schema.topic.TableName;
import io.debezium.text.ParsingException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells a connector's failures apart, most of which differ in nothing but their words. */
final class ConnectorFailures {

  /** The words of MariaDB's and MySQL's error 1236; it stands for other troubles of a log too. */
  private static final String CUT_OFF = "binlog truncated in the middle of event";

  /** Words of the server and of the connector when a position is no longer there. */
  private static final List<String> HISTORY =
      List.of(
          "no longer available on the server",
          "could not find first log file name",
          "which is not in the master's binlog",
          "the binlog has been purged",
          "binary logs containing gtids that the slave requires");

  /** Words of the connector when it has no, or another, definition of a table than the log. */
  private static final List<String> DEFINITION =
      List.of("whose schema isn't known to this connector", "internal schema size");

  private static final Pattern UNDEFINED_TABLE =
      Pattern.compile(
          "for table (\\S+) whose schema isn't known|row in (\\S+), internal schema size");

  private static final int SHOWN_CHARS = 300;

  private ConnectorFailures() {}

  /** The failure as what it is. */
  static RuntimeException typed(Endpoint endpoint, RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = LockstepException.messageOf(cause);
      if (cause instanceof LockstepException told) {
        return told;
      }
      if (message.contains(CUT_OFF)) {
        return new LogCutOffException(message, failure);
      }
      if (cause instanceof LogGapException gap) {
        return new LostHistoryException(
            "endpoint %s: %s".formatted(endpoint.description(), message), gap.remedy());
      }
      if (DEFINITION.stream().anyMatch(message::contains)) {
        return new UndefinedTableException(message, table(message), failure);
      }
      if (cause instanceof ParsingException) {
        return unparsed(endpoint, cause);
      }
      if (HISTORY.stream().anyMatch(message.toLowerCase(Locale.ROOT)::contains)) {
        return new LostHistoryException(
            "endpoint %s: %s".formatted(endpoint.description(), message));
      }
    }
    return new LogFailedException(LockstepException.messageOf(failure), failure);
  }

  private static Optional<TableName> table(String message) {
    Matcher matcher = UNDEFINED_TABLE.matcher(message);
    return matcher.find()
        ? Optional.of(
            TableName.parse(matcher.group(1) == null ? matcher.group(2) : matcher.group(1)))
        : Optional.empty();
  }

  private static LockstepException unparsed(Endpoint endpoint, Throwable cause) {
    String message = LockstepException.messageOf(cause);
    int statement = message.indexOf("statement '");
    String shown = statement < 0 ? message : message.substring(statement);
    return new LockstepException(
        Category.EXTERNAL,
        "The log of endpoint %s holds a definition that the connector does not understand: %s"
            .formatted(endpoint.name(), shown.substring(0, Math.min(shown.length(), SHOWN_CHARS))),
        "Exclude the table that it concerns; if it was logged while the capture followed, let the endpoint be read anew.",
        cause);
  }
}
