package dev.lockstep.producers;

import dev.lockstep.flow.Endpoint;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.producers.debezium.LogGapException;
import dev.lockstep.producers.reread.WrongDefinitionException;
import dev.lockstep.schema.codec.RegistryException;
import dev.lockstep.schema.topic.TableName;
import io.debezium.text.ParsingException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** What the failure of a run means to a person. */
final class Failures {

  /** Words of the server and of the connector when a position is no longer there. */
  private static final List<String> HISTORY_WORDS =
      List.of(
          "no longer available on the server",
          "could not find first log file name",
          "which is not in the master's binlog",
          "the binlog has been purged",
          "binary logs containing gtids that the slave requires");

  /** Words of the connector when it has no, or another, definition of a table than the log. */
  private static final List<String> DEFINITION_WORDS =
      List.of("whose schema isn't known to this connector", "internal schema size");

  private static final Pattern TABLE_WITHOUT_DEFINITION =
      Pattern.compile(
          "for table (\\S+) whose schema isn't known|row in (\\S+), internal schema size");

  private static final int SHOWN_CHARS = 300;

  private Failures() {}

  /** Whether the connector must look at the tables anew before it can go on. */
  static boolean needsSnapshot(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = LockstepException.messageOf(cause);
      if (DEFINITION_WORDS.stream().anyMatch(message::contains)) {
        return true;
      }
    }
    return false;
  }

  /** The table of which the connector has no, or another, definition, if it names one. */
  static Optional<TableName> tableWithoutDefinition(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof WrongDefinitionException wrong) {
        return Optional.of(wrong.table());
      }
      Matcher matcher = TABLE_WITHOUT_DEFINITION.matcher(LockstepException.messageOf(cause));
      if (matcher.find()) {
        String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return Optional.of(TableName.parse(name));
      }
    }
    return Optional.empty();
  }

  static LockstepException explained(Endpoint endpoint, Throwable failure) {
    StringBuilder words = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof LockstepException told) {
        return told;
      }
      if (cause instanceof LogGapException gap) {
        return new LostHistoryException(
            "endpoint %s: %s".formatted(endpoint.description(), gap.getMessage()), gap.remedy());
      }
      if (cause instanceof RegistryException registry) {
        return new LockstepException(
            Category.EXTERNAL,
            "Changes of endpoint %s wait for the schema registry: %s"
                .formatted(endpoint.name(), LockstepException.messageOf(registry)),
            registry.remedy(),
            failure);
      }
      if (cause instanceof RecordTooLargeException) {
        return new LockstepException(
            Category.EXTERNAL,
            "A row of endpoint %s is larger than Kafka takes: %s"
                .formatted(endpoint.name(), LockstepException.messageOf(cause)),
            "Raise the broker's message.max.bytes and the topic's max.message.bytes.",
            failure);
      }
      if (cause instanceof ParsingException) {
        return unparsed(endpoint, cause);
      }
      words.append(LockstepException.messageOf(cause)).append("; ");
    }
    String all = words.toString();
    String lower = all.toLowerCase(Locale.ROOT);
    if (HISTORY_WORDS.stream().anyMatch(lower::contains)) {
      return new LostHistoryException(
          "endpoint %s: %s".formatted(endpoint.description(), innermost(failure)));
    }
    boolean kafka = failure instanceof KafkaException;
    return new LockstepException(
        Category.EXTERNAL,
        kafka && !(failure instanceof org.apache.kafka.connect.errors.ConnectException)
            ? "Kafka does not take the changes of endpoint %s: %s"
                .formatted(endpoint.name(), innermost(failure))
            : "The log of endpoint %s cannot be followed: %s"
                .formatted(endpoint.description(), innermost(failure)),
        "It is tried again until it works; see the log of this process for details.",
        failure);
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

  /** Failures of one kind have the same cause, whatever figures are in their words. */
  static String kind(Throwable failure) {
    StringBuilder kind = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      kind.append(cause.getClass().getName()).append('\n');
    }
    return kind.toString();
  }

  private static String innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return LockstepException.messageOf(cause);
  }
}
