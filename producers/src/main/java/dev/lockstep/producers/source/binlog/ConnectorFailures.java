package dev.lockstep.producers.source.binlog;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.flow.ServerEndpoint;
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
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.connect.errors.ConnectException;

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
          "purged required binary logs",
          "binary logs containing gtids that the slave requires");

  /** Words of the connector when it has no, or another, definition of a table than the log. */
  private static final List<String> DEFINITION =
      List.of("whose schema isn't known to this connector", "internal schema size");

  private static final Pattern UNDEFINED_TABLE =
      Pattern.compile(
          "for table (\\S+) whose schema isn't known|row in (\\S+), internal schema size");

  private static final int SHOWN_CHARS = 300;

  private ConnectorFailures() {}

  /** The failure as what it is; one of Kafka or of being interrupted stays as it is. */
  static RuntimeException typed(ServerEndpoint endpoint, RuntimeException failure) {
    return failure instanceof InterruptException
        ? failure
        : byTypes(endpoint, failure)
            .or(() -> byWords(endpoint, failure))
            .orElseGet(
                () ->
                    isOfKafka(failure)
                        ? failure
                        : new LogFailedException(LockstepException.messageOf(failure), failure));
  }

  /** Connect's exceptions are Kafka's by their type, and mostly a database's by what they tell. */
  private static boolean isOfKafka(RuntimeException failure) {
    return failure instanceof KafkaException && !(failure instanceof ConnectException);
  }

  private static Optional<RuntimeException> byTypes(ServerEndpoint endpoint, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case LockstepException told -> {
          return Optional.of(told);
        }
        case LogGapException gap -> {
          return Optional.of(
              new LostHistoryException(
                  "endpoint %s: %s".formatted(endpoint.description(), gap.getMessage()),
                  gap.remedy()));
        }
        case ParsingException parsing -> {
          return Optional.of(unparsed(endpoint, parsing));
        }
        default -> {}
      }
    }
    return Optional.empty();
  }

  private static Optional<RuntimeException> byWords(
      ServerEndpoint endpoint, RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = LockstepException.messageOf(cause);
      if (message.contains(CUT_OFF)) {
        return Optional.of(new LogCutOffException(message, failure));
      }
      if (DEFINITION.stream().anyMatch(message::contains)) {
        return Optional.of(new UndefinedTableException(message, table(message), failure));
      }
      if (HISTORY.stream().anyMatch(message.toLowerCase(Locale.ROOT)::contains)) {
        return Optional.of(
            new LostHistoryException("endpoint %s: %s".formatted(endpoint.description(), message)));
      }
    }
    return Optional.empty();
  }

  private static Optional<TableName> table(String message) {
    Matcher matcher = UNDEFINED_TABLE.matcher(message);
    return matcher.find()
        ? Optional.of(
            TableName.parse(matcher.group(1) == null ? matcher.group(2) : matcher.group(1)))
        : Optional.empty();
  }

  private static LockstepException unparsed(ServerEndpoint endpoint, Throwable cause) {
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
