package dev.lockstep.producers.source.binlog;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.QueryEventData;
import dev.lockstep.producers.source.statement.LoggedStatement;
import dev.lockstep.producers.source.statement.PlainTypes;
import dev.lockstep.producers.source.statement.ToldDefinition;
import dev.lockstep.schema.topic.TableName;
import io.debezium.connector.binlog.event.EventDataDeserializationExceptionData;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches the log for changes that the connector passes over with at most a line in its own log:
 * those logged as a statement, those in a kind of event that it does not know, and those that the
 * server itself could not log. The first one found is the end of this run. Definitions it hands on
 * as the connector understands them ({@link PlainTypes}, {@link ToldDefinition}).
 *
 * <p>Told of each event by the log's thread before the connector is, and asked by the capture's
 * thread after each poll: no record of what follows a gap is handed out before the gap is seen.
 */
final class GapWatch implements BinaryLogClient.EventListener {

  private static final String BY_ROWS =
      "Set binlog_format=ROW in every session that writes, also where an application or tool sets it for itself. ";

  private static final String WHOLE_DOCUMENTS =
      "SET GLOBAL binlog_row_value_options='', and nowhere for a session alone. ";

  private static final String NOT_COMPRESSED =
      "SET GLOBAL log_bin_compress=OFF, also in the server's configuration file. ";

  private static final String READ_ANEW =
      "Which rows were changed can only be found by reading the tables anew: set producers.on-lost-history to resnapshot.";

  /** The connector passes over it without a word. */
  private static final String NOTHING = "XA END";

  private final BinaryLogClient client;
  private final Supplier<Collection<TableName>> tables;
  private final BinlogDialect dialect;
  private volatile @Nullable LogGapException found;
  private EventType previous = EventType.FORMAT_DESCRIPTION;
  private String transaction = "";
  private long start;

  /**
   * @param tables those that the connector knows
   */
  GapWatch(BinaryLogClient client, Supplier<Collection<TableName>> tables, BinlogDialect dialect) {
    this.client = client;
    this.tables = tables;
    this.dialect = dialect;
  }

  private List<String> tablesOf(String schema) {
    return tables.get().stream()
        .filter(table -> table.schema().equals(schema))
        .map(TableName::table)
        .toList();
  }

  /** Throws if there is a gap in what was read so far. */
  void check() {
    LogGapException gap = found;
    if (gap != null) {
      // A new one, so that its trace says who asked.
      throw new LogGapException(String.valueOf(gap.getMessage()), gap.remedy());
    }
  }

  @Override
  public void onEvent(Event event) {
    LogEvents.each(event, this::look);
  }

  private void look(Event event) {
    EventType type = event.getHeader().getEventType();
    BinlogDialect.Begun begun = dialect.begun(event);
    if (begun != null) {
      transaction = begun.id();
      // The events that follow do not know their own position until they are all written.
      start = event.getHeader() instanceof EventHeaderV4 header ? header.getPosition() : 0;
    }
    dialect.screen(event);
    switch (type) {
      case QUERY -> statement(event);
      case EXECUTE_LOAD_QUERY, EXEC_LOAD, LOAD, NEW_LOAD ->
          gap("a LOAD DATA was logged as a statement", BY_ROWS);
      case PARTIAL_UPDATE_ROWS_EVENT ->
          gap("of a JSON document only a part was logged", WHOLE_DOCUMENTS);
      case INCIDENT -> incident(event);
      case UNKNOWN -> unknown();
      default -> {}
    }
    previous = type;
  }

  private void statement(Event event) {
    if (!(LogEvents.data(event) instanceof QueryEventData query)) {
      return;
    }
    Optional<String> verb = LoggedStatement.changingRows(query.getSql(), query.getDatabase());
    if (verb.isPresent()) {
      gap(
          "changes were logged as a statement (%s, in database '%s')"
              .formatted(verb.get(), query.getDatabase()),
          BY_ROWS);
      // Else the connector writes the statement with its values to the log of this process.
      query.setSql(NOTHING);
    } else {
      String sql = query.getSql();
      String told =
          dialect
              .told(sql)
              .orElseGet(
                  () -> ToldDefinition.of(PlainTypes.of(sql), query.getDatabase(), this::tablesOf));
      query.setSql(told);
      dialect.note(told);
    }
  }

  /** An event that could not be read is one, too: the connector fails of it by itself. */
  private void incident(Event event) {
    if (!(LogEvents.data(event) instanceof EventDataDeserializationExceptionData)) {
      gap("the server says that its log lacks changes (an incident)", "");
    }
  }

  private void unknown() {
    // Behind the log's head it says how the file is encrypted, which the server undoes for us.
    if (previous != EventType.FORMAT_DESCRIPTION) {
      gap("there is a kind of event that is not understood", NOT_COMPRESSED);
    }
  }

  private void gap(String what, String remedy) {
    if (found != null) {
      return;
    }
    found =
        new LogGapException(
            "in transaction %s, which starts in log file %s at position %d, %s, so that the rows it changed are not told."
                .formatted(transaction, client.getBinlogFilename(), start, what),
            remedy + READ_ANEW);
  }
}
