package dev.lockstep.sink.mysql.definition;

import dev.lockstep.engine.mysql.sql.SqlText;
import dev.lockstep.schema.row.RowShape;
import dev.lockstep.schema.topic.TableName;
import dev.lockstep.sink.apply.TargetError;
import dev.lockstep.sink.apply.TargetException;
import dev.lockstep.sink.mysql.definition.DefinitionMemory.Remembered;
import dev.lockstep.sink.mysql.dialect.Errors;
import dev.lockstep.sink.mysql.type.Avros;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Changes of definitions at the source that the sink did not carry over, since it adds columns and
 * alters and drops none: said with the statement to run, until somebody has run it. Bounded by
 * topics; remembered on the target, so that a sink that is started again still says it.
 */
public final class LeftBehind {

  private final Catalog catalog;
  private final TableDdl ddl;
  private final Errors errors;
  private final DefinitionMemory memory;
  private final Map<String, Compared> compared = new HashMap<>();

  /** A table as it was compared last. */
  private record Compared(TableName table, Remembered last, Optional<TargetError> notice) {}

  public LeftBehind(Catalog catalog, TableDdl ddl, Errors errors, DefinitionMemory memory) {
    this.catalog = catalog;
    this.ddl = ddl;
    this.errors = errors;
    this.memory = memory;
  }

  public Optional<TargetError> notice(String topic) {
    Compared last = compared.get(topic);
    return last == null ? Optional.empty() : last.notice();
  }

  /** Looks at the tables of which there was something to say before this session began. */
  public void recall(Map<String, TableName> tables) throws TargetException {
    try {
      for (String topic : memory.noticed()) {
        TableName table = tables.get(topic);
        Optional<Remembered> last = memory.of(topic);
        if (table != null && last.isPresent() && !compared.containsKey(topic)) {
          look(topic, table, last.get());
        }
      }
    } catch (SQLException e) {
      throw errors.onServer("Reading remembered definitions on", e);
    }
  }

  /** Looks again at the tables of which there is something to say. */
  public Set<String> lookAgain() throws TargetException {
    Set<String> topics = new TreeSet<>();
    for (Map.Entry<String, Compared> entry : Map.copyOf(compared).entrySet()) {
      if (entry.getValue().notice().isPresent()) {
        topics.add(entry.getKey());
        look(entry.getKey(), entry.getValue().table(), entry.getValue().last());
      }
    }
    return topics;
  }

  private void look(String topic, TableName name, Remembered last) throws TargetException {
    try {
      Optional<TargetTable> table = catalog.table(name);
      if (table.isPresent()) {
        settle(topic, table.get(), last, last);
      } else {
        compared.remove(topic);
      }
    } catch (SQLException e) {
      throw errors.onTable(name, e);
    }
  }

  /** Partitions are apart: rows of an older definition may still come after a newer one. */
  public void compare(String topic, TargetTable table, Definition now) throws TargetException {
    Compared known = compared.get(topic);
    try {
      Remembered last = known == null ? null : known.last();
      if (last == null || !last.row().equals(now.row())) {
        last = later(last, memory.of(topic).orElse(null));
      }
      if (last == null) {
        settle(topic, table, new Remembered(now, Set.of(), false), null);
      } else if (last.isLaterThan(now)) {
        settle(topic, table, last, last);
      } else {
        Set<String> gone = new TreeSet<>(last.gone());
        gone.addAll(Avros.columnNames(last.row()));
        gone.removeAll(Avros.columnNames(now.row()));
        settle(topic, table, new Remembered(now, gone, false), last);
      }
    } catch (SQLException e) {
      throw errors.onTable(table.name(), e);
    }
  }

  /** Another session, for other partitions of the same topic, may have seen what comes later. */
  private static @Nullable Remembered later(
      @Nullable Remembered known, @Nullable Remembered stored) {
    if (known == null || stored == null) {
      return known == null ? stored : known;
    }
    return stored.isLaterThan(known.definition()) ? stored : known;
  }

  /**
   * @param before what is remembered of it; null for nothing
   */
  private void settle(String topic, TargetTable table, Remembered next, @Nullable Remembered before)
      throws TargetException, SQLException {
    Set<String> gone = new TreeSet<>(next.gone());
    gone.removeIf(name -> table.column(name).isEmpty());
    List<Narrower.Difference> narrower = Narrower.of(table, next.row());
    Optional<TargetError> notice =
        narrower.isEmpty() && gone.isEmpty()
            ? Optional.empty()
            : Optional.of(notice(table.name(), narrower, gone));
    Remembered settled = new Remembered(next.definition(), gone, notice.isPresent());
    if (before == null || !settled.saysTheSameAs(before)) {
      memory.remember(topic, settled);
    }
    compared.put(topic, new Compared(table.name(), settled, notice));
  }

  private TargetError notice(TableName table, List<Narrower.Difference> narrower, Set<String> gone)
      throws TargetException {
    List<String> what = new ArrayList<>();
    for (Narrower.Difference difference : narrower) {
      what.add(
          "column %s is %s at the source and %s there, so that values that do not fit become dead letters"
              .formatted(
                  RowShape.columnName(difference.field()),
                  difference.source(),
                  difference.target()));
    }
    gone.forEach(name -> what.add("column %s is gone at the source".formatted(name)));
    return TargetError.of(
        "definition",
        "The source's definition is not carried over to table %s on the target: %s."
            .formatted(table, String.join("; ", what)),
        "Run on the target: " + statement(table, narrower, gone));
  }

  private String statement(TableName table, List<Narrower.Difference> narrower, Set<String> gone)
      throws TargetException {
    try {
      return ddl.follow(
          table, narrower.stream().map(Narrower.Difference::field).toList(), List.copyOf(gone));
    } catch (SQLException e) {
      throw errors.onTable(table, e);
    } catch (TableDdl.UnknownTypeException e) {
      // Types were parsed to be compared, so this is not reached; said all the same.
      return "ALTER TABLE %s, for %s".formatted(SqlText.name(table), e.getMessage());
    }
  }
}
