package dev.lockstep.producers.source.mariadb;

import com.github.shyiko.mysql.binlog.event.DeleteRowsEventData;
import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.MariadbGtidEventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.UpdateRowsEventData;
import com.github.shyiko.mysql.binlog.event.WriteRowsEventData;
import dev.lockstep.producers.source.statement.ToldDefinition;
import dev.lockstep.schema.topic.TableName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Transactions that are prepared first and decided later (XA). MariaDB logs their rows when they
 * are prepared, as if they were true then; whether they ever are is a statement of its own, much
 * later. So the rows are hidden from the connector, and a commit is told to it as something that
 * changes rows of these tables without a word: they are read anew. One of which nothing is known,
 * since it was prepared before this run, may have changed any table.
 *
 * <p>Used by the log's thread alone. A crash forgets what is prepared, which costs reading more.
 */
final class PreparedTransactions {

  private static final int FL_PREPARED_XA = 64;

  /** Numbers of tables are counted up from nought. */
  private static final long NO_TABLE = -1;

  /** What the server writes of them, in its own spelling. */
  private static final Pattern STATEMENT = Pattern.compile("XA (END|COMMIT|ROLLBACK) (.+)");

  /** More are forgotten, the oldest first; servers hold a handful. */
  private static final int REMEMBERED = 10_000;

  private final Supplier<Collection<TableName>> known;
  private final Map<String, Set<TableName>> prepared =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<TableName>> eldest) {
          return size() > REMEMBERED;
        }
      };

  private boolean preparing;
  private Set<TableName> tables = new TreeSet<>();

  /**
   * @param known all tables that the connector knows
   */
  PreparedTransactions(Supplier<Collection<TableName>> known) {
    this.known = known;
  }

  void started(MariadbGtidEventData transaction) {
    preparing = (transaction.getFlags() & FL_PREPARED_XA) != 0;
    tables = new TreeSet<>();
  }

  /** Takes note of a table whose rows follow. */
  void note(TableMapEventData table) {
    if (preparing) {
      tables.add(new TableName(table.getDatabase(), table.getTable()));
    }
  }

  /** Hides rows: by the table's number, since the connector remembers whose a number is. */
  void hide(@Nullable EventData data) {
    if (!preparing) {
      return;
    }
    switch (data) {
      case WriteRowsEventData rows -> rows.setTableId(NO_TABLE);
      case UpdateRowsEventData rows -> rows.setTableId(NO_TABLE);
      case DeleteRowsEventData rows -> rows.setTableId(NO_TABLE);
      case null, default -> {}
    }
  }

  /** What to tell the connector of such a statement; empty for any other. */
  Optional<String> told(String sql) {
    Matcher statement = STATEMENT.matcher(sql);
    if (!statement.matches()) {
      return Optional.empty();
    }
    String transaction = statement.group(2).strip();
    return switch (statement.group(1)) {
      case "END" -> {
        if (preparing) {
          prepared.put(transaction, tables);
        }
        yield Optional.empty();
      }
      case "ROLLBACK" -> {
        prepared.remove(transaction);
        yield Optional.empty();
      }
      default -> {
        Set<TableName> changed = prepared.remove(transaction);
        yield moved(changed == null ? known.get() : changed);
      }
    };
  }

  private static Optional<String> moved(Collection<TableName> changed) {
    return changed.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join(";\n", changed.stream().map(ToldDefinition::rowsMoved).toList()));
  }
}
