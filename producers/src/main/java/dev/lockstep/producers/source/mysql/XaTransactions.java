package dev.lockstep.producers.source.mysql;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.DeleteRowsEventData;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.QueryEventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.UpdateRowsEventData;
import com.github.shyiko.mysql.binlog.event.WriteRowsEventData;
import com.github.shyiko.mysql.binlog.event.XAPrepareEventData;
import com.github.shyiko.mysql.binlog.event.XidEventData;
import dev.lockstep.producers.source.binlog.LogEvents;
import dev.lockstep.producers.source.statement.ToldDefinition;
import dev.lockstep.schema.topic.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * XA transactions. MySQL logs their rows before it says whether they are true: committed at once,
 * or prepared, to be decided by a statement of its own much later. So the rows are hidden from the
 * connector and kept. Of what commits at once they are told all the same, as a transaction like any
 * other. What is prepared is told, when it commits, as something that changes rows of these tables
 * without a word: they are read anew. One of which nothing is known, since it was prepared before
 * this run, may have changed any table.
 *
 * <p>Used by the log's thread alone. A crash forgets what is prepared, which costs reading more.
 */
final class XaTransactions {

  /** Numbers of tables are counted up from nought. */
  private static final long NO_TABLE = -1;

  /** The connector passes over places that are not beyond the log's first byte. */
  private static final long NO_PLACE = 0;

  private static final String START = "XA START";

  private static final Pattern DECIDED = Pattern.compile("XA (COMMIT|ROLLBACK) (.+)");

  /** More are forgotten, the oldest first; servers hold a handful. */
  private static final int REMEMBERED = 10_000;

  /** Of a transaction with more, its tables are read anew. */
  private static final long MOST_BYTES = 64L << 20;

  private final Supplier<BinaryLogClient> client;
  private final Supplier<Collection<TableName>> known;
  private final Map<String, Set<TableName>> prepared =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<TableName>> eldest) {
          return size() > REMEMBERED;
        }
      };

  private @Nullable Open open;

  /**
   * @param known all tables that the connector knows
   */
  XaTransactions(Supplier<BinaryLogClient> client, Supplier<Collection<TableName>> known) {
    this.client = client;
    this.known = known;
  }

  /**
   * An event that is kept, the number of the table of its rows, and where the next one stands: the
   * connector must not take what it is not told for read, and go on from there.
   */
  private record Kept(Event event, long table, long next) {}

  /** A transaction of which it is not known yet what becomes of it. */
  private static final class Open {
    final Event start;
    final String id;
    final Set<TableName> tables = new TreeSet<>();
    final List<Kept> events = new ArrayList<>();
    long bytes;

    Open(Event start, String id) {
      this.start = start;
      this.id = id;
    }

    boolean isWhole() {
      return bytes <= MOST_BYTES;
    }
  }

  void screen(Event event) {
    EventData data = LogEvents.data(event);
    Open current = open;
    if (data instanceof QueryEventData query && query.getSql().startsWith(START)) {
      open = new Open(like(event), query.getSql().substring(START.length()).strip());
      hidePlace(event);
    } else if (current == null) {
      return;
    } else if (data instanceof XAPrepareEventData end) {
      open = null;
      ended(current, event, end);
    } else if (event.getHeader().getEventType() == EventType.GTID
        || event.getHeader().getEventType() == EventType.ANONYMOUS_GTID) {
      open = null;
    } else {
      keep(current, event, data);
      hidePlace(event);
    }
  }

  private static void keep(Open current, Event event, @Nullable EventData data) {
    switch (data) {
      case TableMapEventData table -> {
        current.tables.add(new TableName(table.getDatabase(), table.getTable()));
        current.events.add(new Kept(event, NO_TABLE, next(event)));
      }
      case WriteRowsEventData rows -> {
        keepRows(current, event, rows.getTableId());
        rows.setTableId(NO_TABLE);
      }
      case UpdateRowsEventData rows -> {
        keepRows(current, event, rows.getTableId());
        rows.setTableId(NO_TABLE);
      }
      case DeleteRowsEventData rows -> {
        keepRows(current, event, rows.getTableId());
        rows.setTableId(NO_TABLE);
      }
      case null, default -> {}
    }
  }

  private static void keepRows(Open current, Event event, long table) {
    current.bytes += event.getHeader() instanceof EventHeaderV4 v4 ? v4.getEventLength() : 0;
    if (current.isWhole()) {
      current.events.add(new Kept(event, table, next(event)));
    } else {
      current.events.clear();
    }
  }

  private void ended(Open ended, Event end, XAPrepareEventData how) {
    if (!how.isOnePhase()) {
      prepared.put(ended.id, ended.tables);
    } else if (ended.isWhole()) {
      tell(header(ended.start, EventType.QUERY), statement("BEGIN"));
      for (Kept kept : ended.events) {
        show(kept, kept.table(), kept.next());
        tell(kept.event());
        // Those of a compressed transaction are handed to the connector once more.
        show(kept, NO_TABLE, NO_PLACE);
      }
      tell(header(end, EventType.XID), new XidEventData());
    } else {
      moved(ended.tables).ifPresent(sql -> tell(header(end, EventType.QUERY), statement(sql)));
    }
  }

  private static void show(Kept kept, long table, long next) {
    if (kept.event().getHeader() instanceof EventHeaderV4 header) {
      header.setNextPosition(next);
    }
    switch (LogEvents.data(kept.event())) {
      case WriteRowsEventData rows -> rows.setTableId(table);
      case UpdateRowsEventData rows -> rows.setTableId(table);
      case DeleteRowsEventData rows -> rows.setTableId(table);
      case null, default -> {}
    }
  }

  private static long next(Event event) {
    return event.getHeader() instanceof EventHeaderV4 header ? header.getNextPosition() : NO_PLACE;
  }

  private static void hidePlace(Event event) {
    if (event.getHeader() instanceof EventHeaderV4 header) {
      header.setNextPosition(NO_PLACE);
    }
  }

  /** The same event with a header of its own. */
  private static Event like(Event event) {
    return new Event(header(event, event.getHeader().getEventType()), event.getData());
  }

  private static EventHeaderV4 header(Event of, EventType type) {
    EventHeaderV4 like = of.getHeader();
    EventHeaderV4 header = new EventHeaderV4();
    header.setEventType(type);
    header.setTimestamp(like.getTimestamp());
    header.setServerId(like.getServerId());
    header.setEventLength(like.getEventLength());
    header.setNextPosition(like.getNextPosition());
    header.setFlags(like.getFlags());
    return header;
  }

  private static QueryEventData statement(String sql) {
    QueryEventData query = new QueryEventData();
    query.setSql(sql);
    query.setDatabase("");
    return query;
  }

  private void tell(EventHeaderV4 header, EventData data) {
    tell(new Event(header, data));
  }

  /** Everybody who listens, and us among them: by now nothing is open. */
  private void tell(Event event) {
    client.get().getEventListeners().forEach(listener -> listener.onEvent(event));
  }

  /** What to tell the connector of a statement; empty for any other. */
  Optional<String> told(String sql) {
    Matcher statement = DECIDED.matcher(sql);
    if (!statement.matches()) {
      return Optional.empty();
    }
    String id = statement.group(2).strip();
    Set<TableName> changed = prepared.remove(id);
    if (statement.group(1).equals("ROLLBACK")) {
      return Optional.empty();
    }
    return moved(changed == null ? known.get() : changed);
  }

  private static Optional<String> moved(Collection<TableName> changed) {
    return changed.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join(";\n", changed.stream().map(ToldDefinition::rowsMoved).toList()));
  }
}
