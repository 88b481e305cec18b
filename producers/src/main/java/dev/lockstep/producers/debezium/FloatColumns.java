package dev.lockstep.producers.debezium;

import dev.lockstep.producers.catalog.ColumnFacts;
import dev.lockstep.producers.catalog.TableFacts;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Makes snapshots read FLOAT columns as they are: the server prints six digits of them, which would
 * then differ from what the log says of the same row. As a DOUBLE it prints all.
 */
final class FloatColumns {

  private static final String OVERRIDES = "snapshot.select.statement.overrides";

  private FloatColumns() {}

  static void readWhole(Collection<TableFacts> tables, Map<String, String> properties) {
    List<TableFacts> withFloats =
        tables.stream()
            .filter(table -> table.columns().stream().anyMatch(FloatColumns::is))
            .toList();
    if (withFloats.isEmpty()) {
      return;
    }
    properties.put(
        OVERRIDES, String.join(",", withFloats.stream().map(t -> t.name().toString()).toList()));
    withFloats.forEach(table -> properties.put(OVERRIDES + "." + table.name(), select(table)));
  }

  private static String select(TableFacts table) {
    List<String> columns = table.columns().stream().map(FloatColumns::expression).toList();
    return "SELECT %s FROM %s.%s"
        .formatted(
            String.join(", ", columns),
            quoted(table.name().schema()),
            quoted(table.name().table()));
  }

  private static String expression(ColumnFacts column) {
    String name = quoted(column.name());
    return is(column) ? "CAST(%s AS DOUBLE) AS %s".formatted(name, name) : name;
  }

  private static boolean is(ColumnFacts column) {
    return column.baseType().equals("float");
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
