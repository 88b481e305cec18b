package dev.lockstep.launcher.fight.truth;

import dev.lockstep.launcher.demo.shop.Login;
import dev.lockstep.launcher.fight.court.Harm;
import dev.lockstep.launcher.fight.court.TableTruth;
import dev.lockstep.launcher.fight.court.TableTruth.Difference;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares a schema on both sides while nobody writes there. Rows are matched by the text of their
 * key, never by a server's order; values are compared as the servers print every bit of them.
 */
public final class Truth {

  private static final int FETCH = 1000;

  /** Beyond this a table is simply wrong. */
  private static final int MOST_DIFFERENCES = 20_000;

  /** Of so many rows it is looked up in which columns they differ. */
  private static final int LOOKED_AT = 200;

  private final Connection source;
  private final Connection target;
  private final String schema;

  private Truth(Connection source, Connection target, String schema) {
    this.source = source;
    this.target = target;
    this.schema = schema;
  }

  /** Reads every table that either side has. */
  public static List<TableTruth> of(Login source, Login target, String schema) throws SQLException {
    try (Connection left = source.connect();
        Connection right = target.connect()) {
      Truth truth = new Truth(left, right, schema);
      List<TableTruth> truths = new ArrayList<>();
      TreeSet<String> there = Shape.tables(left, schema);
      TreeSet<String> copied = Shape.tables(right, schema);
      TreeSet<String> all = new TreeSet<>(there);
      all.addAll(copied);
      for (String table : all) {
        if (there.contains(table) && copied.contains(table)) {
          truths.add(truth.compare(table));
        } else {
          truths.add(truth.oneSided(table, there.contains(table)));
        }
      }
      return truths;
    }
  }

  /** The tables of the source. */
  public static Set<String> tables(Login source, String schema) throws SQLException {
    try (Connection connection = source.connect()) {
      Set<String> names = new HashSet<>();
      Shape.tables(connection, schema).forEach(table -> names.add(schema + "." + table));
      return names;
    }
  }

  private TableTruth oneSided(String table, boolean atSource) throws SQLException {
    long rows = count(atSource ? source : target, table);
    String problem =
        rows == 0
            ? ""
            : atSource
                ? "the target has no such table, the source has " + rows + " rows"
                : "only the target has this table, with " + rows + " rows";
    return new TableTruth(
        schema + "." + table, atSource ? rows : 0, atSource ? 0 : rows, Map.of(), problem);
  }

  private long count(Connection side, String table) throws SQLException {
    try (Statement statement = side.createStatement();
        ResultSet found =
            statement.executeQuery("SELECT COUNT(*) FROM `" + schema + "`.`" + table + "`")) {
      found.next();
      return found.getLong(1);
    }
  }

  private TableTruth compare(String table) throws SQLException {
    String name = schema + "." + table;
    Shape left = Shape.of(source, schema, table);
    Shape right = Shape.of(target, schema, table);
    if (left.key().isEmpty() || !left.key().equals(right.key())) {
      String problem = "keys are " + left.key() + " and " + right.key();
      return new TableTruth(name, count(source, table), count(target, table), Map.of(), problem);
    }
    if (!left.columns().keySet().equals(right.columns().keySet())) {
      String problem =
          "columns are " + left.columns().keySet() + " and " + right.columns().keySet();
      return new TableTruth(name, count(source, table), count(target, table), Map.of(), problem);
    }
    Map<String, String> unmatched = new HashMap<>();
    long sourceRows = 0;
    try (Statement statement = source.createStatement()) {
      statement.setFetchSize(FETCH);
      try (ResultSet row = statement.executeQuery(left.select(schema, table))) {
        while (row.next()) {
          sourceRows++;
          unmatched.put(Row.key(row, left.key()), Row.digest(row, left));
        }
      }
    }
    Map<String, Difference> differences = new HashMap<>();
    Set<String> mismatched = new HashSet<>();
    long targetRows = 0;
    try (Statement statement = target.createStatement()) {
      statement.setFetchSize(FETCH);
      try (ResultSet row = statement.executeQuery(right.select(schema, table))) {
        while (row.next()) {
          targetRows++;
          String key = Row.key(row, right.key());
          String digest = unmatched.remove(key);
          if (digest == null) {
            add(differences, key, Harm.EXTRA_ON_TARGET);
          } else if (!digest.equals(Row.digest(row, right))) {
            add(differences, key, Harm.MISMATCHED);
            mismatched.add(key);
          }
        }
      }
    }
    unmatched.keySet().forEach(key -> add(differences, key, Harm.MISSING_ON_TARGET));
    lookAt(table, left, right, mismatched, differences);
    String problem =
        differences.size() < MOST_DIFFERENCES
            ? ""
            : "more than " + MOST_DIFFERENCES + " rows differ";
    return new TableTruth(name, sourceRows, targetRows, differences, problem);
  }

  private static void add(Map<String, Difference> differences, String key, Harm harm) {
    if (differences.size() < MOST_DIFFERENCES) {
      differences.put(key, new Difference(harm, List.of()));
    }
  }

  /** Reads both sides again for the few rows of which the columns are wanted. */
  private void lookAt(
      String table,
      Shape left,
      Shape right,
      Set<String> mismatched,
      Map<String, Difference> differences)
      throws SQLException {
    if (mismatched.isEmpty() || mismatched.size() > LOOKED_AT) {
      return;
    }
    Map<String, Map<String, String>> here = values(source, table, left, mismatched);
    Map<String, Map<String, String>> there = values(target, table, right, mismatched);
    for (String key : mismatched) {
      List<String> columns =
          Row.differing(here.getOrDefault(key, Map.of()), there.getOrDefault(key, Map.of()));
      differences.put(key, new Difference(Harm.MISMATCHED, columns));
    }
  }

  private Map<String, Map<String, String>> values(
      Connection side, String table, Shape shape, Set<String> keys) throws SQLException {
    Map<String, Map<String, String>> values = new HashMap<>();
    try (Statement statement = side.createStatement()) {
      statement.setFetchSize(FETCH);
      try (ResultSet row = statement.executeQuery(shape.select(schema, table))) {
        while (row.next()) {
          String key = Row.key(row, shape.key());
          if (keys.contains(key)) {
            values.put(key, Row.values(row, shape));
          }
        }
      }
    }
    return values;
  }

  /** What one row is, byte for byte; "" when there is none. */
  public static String digestOf(Connection connection, String schema, String table, String where)
      throws SQLException {
    Shape shape = Shape.of(connection, schema, table);
    if (shape.key().isEmpty()) {
      return "";
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(shape.select(schema, table) + " WHERE " + where)) {
      return row.next() ? Row.digest(row, shape) : "";
    }
  }

  /** The key of one row as a verdict names it; empty when no row or several match. */
  public static Optional<String> keyOf(
      Connection connection, String schema, String table, String where) throws SQLException {
    Shape shape = Shape.of(connection, schema, table);
    if (shape.key().isEmpty()) {
      return Optional.empty();
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                shape.select(schema, table) + " WHERE " + where + " FOR UPDATE")) {
      if (!row.next()) {
        return Optional.empty();
      }
      String key = Row.key(row, shape.key());
      return row.next() ? Optional.empty() : Optional.of(key);
    }
  }
}
