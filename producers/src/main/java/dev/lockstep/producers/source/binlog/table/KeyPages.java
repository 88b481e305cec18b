package dev.lockstep.producers.source.binlog.table;

import dev.lockstep.engine.mysql.sql.SqlText;
import dev.lockstep.engine.table.ColumnFacts;
import dev.lockstep.engine.table.TableFacts;
import dev.lockstep.producers.source.TableSession;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Divides a table by its primary key, in the server's own order. A border is the key of a row that
 * is there, written as literals; that the server finds exactly this row by them is asked before it
 * is used, in the transaction that it is used in. So whatever type, collation or mode a key has, no
 * row falls between two pieces; a table whose borders do not stand the test is one piece.
 */
final class KeyPages {

  private final String table;
  private final String select;
  private final Optional<List<KeyColumn>> key;

  private KeyPages(String table, String select, Optional<List<KeyColumn>> key) {
    this.table = table;
    this.select = select;
    this.key = key;
  }

  static KeyPages of(TableFacts facts) {
    List<KeyColumn> key = new ArrayList<>();
    for (String name : facts.primaryKey()) {
      facts.columns().stream()
          .filter(column -> column.name().equalsIgnoreCase(name))
          .findFirst()
          .flatMap((ColumnFacts column) -> KeyColumn.of(column))
          .ifPresent(key::add);
    }
    boolean whole = !key.isEmpty() && key.size() == facts.primaryKey().size();
    return new KeyPages(
        SqlText.name(facts.name()),
        DirectRows.select(facts),
        whole ? Optional.of(key) : Optional.empty());
  }

  /** Whether the table can be divided at all, as far as its types tell. */
  boolean isDivisible() {
    return key.isPresent();
  }

  /**
   * The key of the row that is this many rows further on.
   *
   * @param after the border before; empty for the table's beginning
   * @return empty when there are no more rows than that
   * @throws TableSession.IndivisibleException when the server does not find this row by its key
   */
  Optional<List<String>> border(Connection connection, Optional<List<String>> after, int rows)
      throws SQLException, TableSession.IndivisibleException {
    List<KeyColumn> columns = key.orElseThrow();
    String read = String.join(", ", columns.stream().map(KeyColumn::read).toList());
    String order = String.join(", ", columns.stream().map(KeyColumn::ordered).toList());
    String sql =
        "SELECT %s FROM %s FORCE INDEX (PRIMARY) WHERE %s ORDER BY %s LIMIT 1 OFFSET %d"
            .formatted(read, table, after(after), order, rows - 1);
    List<String> border = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      if (!result.next()) {
        return Optional.empty();
      }
      for (int i = 0; i < columns.size(); i++) {
        border.add(columns.get(i).literal(result.getString(i + 1)));
      }
    }
    if (found(connection, border) != 1) {
      throw new TableSession.IndivisibleException();
    }
    return Optional.of(List.copyOf(border));
  }

  private long found(Connection connection, List<String> border) throws SQLException {
    List<KeyColumn> columns = key.orElseThrow();
    List<String> equal = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      equal.add(columns.get(i).ordered() + " = " + border.get(i));
    }
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT COUNT(*) FROM %s WHERE %s".formatted(table, String.join(" AND ", equal)))) {
      result.next();
      return result.getLong(1);
    }
  }

  /** Reads the rows behind one border, up to another one with its row. */
  String rows(Optional<List<String>> after, Optional<List<String>> upTo) {
    if (after.isEmpty() && upTo.isEmpty()) {
      return select;
    }
    return select
        + " FORCE INDEX (PRIMARY) WHERE "
        + after(after)
        + upTo.map(border -> " AND NOT " + beyond(border)).orElse("");
  }

  private String after(Optional<List<String>> border) {
    return border.map(this::beyond).orElse("TRUE");
  }

  /** Written out: the server uses no index for a comparison of rows. */
  private String beyond(List<String> border) {
    List<KeyColumn> columns = key.orElseThrow();
    StringBuilder equal = new StringBuilder();
    List<String> alternatives = new ArrayList<>();
    for (int i = 0; i < border.size(); i++) {
      String column = columns.get(i).ordered();
      alternatives.add("(" + equal + column + " > " + border.get(i) + ")");
      equal.append(column).append(" = ").append(border.get(i)).append(" AND ");
    }
    return "(" + String.join(" OR ", alternatives) + ")";
  }
}
