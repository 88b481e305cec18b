package dev.lockstep.launcher.fight.load;

import dev.lockstep.launcher.fight.load.TableSpec.Column;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The SQL of one table, with random values. Pure but for the random numbers it draws. */
public final class Statements {

  private final TableSpec table;
  private final Random random;

  public Statements(TableSpec table, Random random) {
    this.table = table;
    this.random = random;
  }

  /** Adds these rows. */
  public String insert(IntStream rows) {
    return "INSERT INTO " + into(rows);
  }

  /** Adds rows or replaces what is there, by one of the ways that SQL has. */
  String put(IntStream rows) {
    String into = into(rows);
    return switch (random.nextInt(3)) {
      case 0 -> "REPLACE INTO " + into;
      case 1 -> "INSERT IGNORE INTO " + into;
      default ->
          "INSERT INTO "
              + into
              + " ON DUPLICATE KEY UPDATE "
              + table.values().stream()
                  .map(column -> column.name() + " = VALUES(" + column.name() + ")")
                  .collect(Collectors.joining(", "));
    };
  }

  private String into(IntStream rows) {
    String columns = columns().map(Column::name).collect(Collectors.joining(", "));
    return table.qualified()
        + " ("
        + columns
        + ") VALUES "
        + rows.mapToObj(
                row ->
                    columns()
                        .map(column -> column.of(row, random))
                        .collect(Collectors.joining(", ", "(", ")")))
            .collect(Collectors.joining(", "));
  }

  String update(int row) {
    List<Column> values = table.values();
    Column one = values.get(random.nextInt(values.size()));
    return "UPDATE IGNORE %s SET n = n + 1, %s = %s WHERE %s"
        .formatted(table.qualified(), one.name(), one.of(row, random), where(row));
  }

  String updateRange(int row, int most) {
    return "UPDATE %s SET n = n + 1 WHERE %s >= %s AND NOT (%s) ORDER BY %s LIMIT %d"
        .formatted(
            table.qualified(),
            table.keys().getFirst().name(),
            table.keys().getFirst().of(row, random),
            cold(),
            keyNames(),
            most);
  }

  String rekey(int row, int other) {
    return "UPDATE IGNORE %s SET %s WHERE %s"
        .formatted(table.qualified(), assignments(other), where(row));
  }

  String delete(int row) {
    return "DELETE IGNORE FROM " + table.qualified() + " WHERE " + where(row);
  }

  /** Which row it is. */
  public String where(int row) {
    return table.keys().stream()
        .map(column -> column.name() + " = " + column.of(row, random))
        .collect(Collectors.joining(" AND "));
  }

  private String cold() {
    return IntStream.range(0, TableSpec.COLD)
        .mapToObj(row -> "(" + where(row) + ")")
        .collect(Collectors.joining(" OR "));
  }

  private String assignments(int row) {
    return table.keys().stream()
        .map(column -> column.name() + " = " + column.of(row, random))
        .collect(Collectors.joining(", "));
  }

  private String keyNames() {
    return table.keys().stream().map(Column::name).collect(Collectors.joining(", "));
  }

  private Stream<Column> columns() {
    return Stream.concat(table.keys().stream(), table.values().stream());
  }
}
