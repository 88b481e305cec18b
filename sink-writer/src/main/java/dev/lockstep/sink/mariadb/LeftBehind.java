package dev.lockstep.sink.mariadb;

import dev.lockstep.schema.topic.TableName;
import dev.lockstep.sink.apply.TargetError;
import dev.lockstep.sink.apply.TargetException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;

/**
 * Changes of definitions at the source that the sink did not carry over, since it adds columns and
 * alters and drops none: said with the statement to run, until somebody has run it. Bounded by
 * topics; what was dropped before a session began is not known to it.
 */
final class LeftBehind {

  private final Catalog catalog;
  private final TableDdl ddl;
  private final Errors errors;
  private final Map<String, Compared> compared = new HashMap<>();

  /**
   * A table and the newest definition of the source's rows that it was compared with.
   *
   * @param gone columns that the source had and has no longer, while the target has them
   */
  private record Compared(
      TableName table, Schema row, long serial, Set<String> gone, Optional<TargetError> notice) {}

  LeftBehind(Catalog catalog, TableDdl ddl, Errors errors) {
    this.catalog = catalog;
    this.ddl = ddl;
    this.errors = errors;
  }

  Optional<TargetError> notice(String topic) {
    Compared last = compared.get(topic);
    return last == null ? Optional.empty() : last.notice();
  }

  /** Looks again at the tables of which there is something to say. */
  Set<String> lookAgain() throws TargetException {
    Set<String> topics = new TreeSet<>();
    for (Map.Entry<String, Compared> entry : Map.copyOf(compared).entrySet()) {
      Compared last = entry.getValue();
      if (last.notice().isEmpty()) {
        continue;
      }
      topics.add(entry.getKey());
      try {
        Optional<TargetTable> table = catalog.table(last.table());
        if (table.isPresent()) {
          compare(entry.getKey(), table.get(), last.row(), last.serial());
        } else {
          compared.remove(entry.getKey());
        }
      } catch (SQLException e) {
        throw errors.onTable(last.table(), e);
      }
    }
    return topics;
  }

  /** Partitions are apart: rows of an older definition may still come after a newer one. */
  void compare(String topic, TargetTable table, Schema row, long serial) throws TargetException {
    Compared last = compared.get(topic);
    if (last != null && serial < last.serial()) {
      return;
    }
    Set<String> gone = new TreeSet<>();
    if (last != null) {
      gone.addAll(last.gone());
      gone.addAll(Avros.columnNames(last.row()));
    }
    gone.removeAll(Avros.columnNames(row));
    gone.removeIf(name -> table.column(name).isEmpty());
    List<Narrower.Difference> narrower = Narrower.of(table, row);
    Optional<TargetError> notice =
        narrower.isEmpty() && gone.isEmpty()
            ? Optional.empty()
            : Optional.of(notice(table.name(), narrower, gone));
    compared.put(topic, new Compared(table.name(), row, serial, gone, notice));
  }

  private TargetError notice(TableName table, List<Narrower.Difference> narrower, Set<String> gone)
      throws TargetException {
    List<String> what = new ArrayList<>();
    for (Narrower.Difference difference : narrower) {
      what.add(
          "column %s is %s at the source and %s there, so that values that do not fit become dead letters"
              .formatted(
                  Avros.columnName(difference.field()), difference.source(), difference.target()));
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
      return "ALTER TABLE %s, for %s".formatted(Sql.name(table), e.getMessage());
    }
  }
}
