package dev.lockstep.launcher.assess;

import dev.lockstep.engine.mysql.sql.SqlText;
import dev.lockstep.flow.Flow;
import dev.lockstep.schema.topic.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What becomes of each table that a flow includes. */
final class TableRules {

  private TableRules() {}

  /** Returns those that will be copied. */
  static List<ListedTable> look(Flow flow, List<ListedTable> included, List<Finding> findings) {
    twins(flow, included, findings);
    targets(flow, included, findings);
    List<ListedTable> taken = new ArrayList<>();
    for (ListedTable table : included) {
      if (isTaken(flow, table, findings)) {
        taken.add(table);
      }
    }
    return taken;
  }

  private static boolean isTaken(Flow flow, ListedTable table, List<Finding> findings) {
    String subject = subject(flow, table.name());
    return switch (table.type()) {
      case "VIEW" -> {
        findings.add(
            Finding.note(
                subject,
                "It is a view, which holds no rows of its own and is passed over",
                "Create it on the target before you switch over"));
        yield false;
      }
      case "SEQUENCE" -> {
        findings.add(
            Finding.warning(
                subject,
                "It is a sequence, which is not carried over",
                "Leave it out with tables.exclude: %s, and create it on the target at the switch"
                    .formatted(table.name())));
        yield false;
      }
      case "SYSTEM VERSIONED" -> {
        findings.add(
            Finding.wrong(
                subject,
                "It is system versioned: rows of its past cannot be read as those of other tables"
                    + " are",
                exclude(
                    table.name(),
                    "ALTER TABLE %s DROP SYSTEM VERSIONING (this forgets the past)")));
        yield false;
      }
      default -> isCopied(subject, table, findings);
    };
  }

  private static boolean isCopied(String subject, ListedTable table, List<Finding> findings) {
    boolean copied = true;
    if (!table.hasPrimaryKey()) {
      findings.add(
          Finding.wrong(
              subject,
              "It has no primary key, so its rows cannot be told apart: it will be refused",
              exclude(table.name(), "ALTER TABLE %s ADD PRIMARY KEY (...)")));
      copied = false;
    }
    List<String> odd =
        table.columns().stream()
            .filter(column -> column.value().isEmpty())
            .map(column -> column.name() + " (" + column.word() + ")")
            .sorted()
            .toList();
    if (!odd.isEmpty()) {
      findings.add(
          Finding.wrong(
              subject,
              "Types are not understood, so it will be refused: " + String.join(", ", odd),
              exclude(table.name(), "ALTER TABLE %s MODIFY ... to a type that is")));
      copied = false;
    }
    if (!table.actions().isEmpty()) {
      findings.add(
          Finding.warning(
              subject,
              "Foreign keys act by themselves (CASCADE or SET NULL), and the log has no row changes"
                  + " of that: "
                  + String.join(", ", table.actions()),
              "Let the application delete and update the rows for the time of the move, or make the"
                  + " keys RESTRICT"));
    }
    if (!table.engine().isEmpty() && !table.engine().equalsIgnoreCase("InnoDB")) {
      findings.add(
          Finding.warning(
              subject,
              "Engine %s has no transactions: a statement that fails half-way leaves rows that the log may not tell of"
                  .formatted(table.engine()),
              "ALTER TABLE %s ENGINE=InnoDB".formatted(table.name())));
    }
    return copied;
  }

  private static void twins(Flow flow, List<ListedTable> included, List<Finding> findings) {
    Map<String, List<TableName>> byLowerCase =
        included.stream()
            .map(ListedTable::name)
            .sorted()
            .collect(
                Collectors.groupingBy(
                    name -> name.toString().toLowerCase(Locale.ROOT),
                    TreeMap::new,
                    Collectors.toList()));
    for (List<TableName> twins : byLowerCase.values()) {
      if (twins.size() > 1) {
        findings.add(
            Finding.wrong(
                subject(flow, twins.getFirst()),
                "Tables differ in the case of their names only: " + twins,
                "Leave all but one out with tables.exclude, or rename them"));
      }
    }
  }

  private static void targets(Flow flow, List<ListedTable> included, List<Finding> findings) {
    flow.clashes(included.stream().filter(ListedTable::isPlain).map(ListedTable::name).toList())
        .forEach(
            (target, sources) ->
                findings.add(
                    Finding.wrong(
                        "flow " + flow.name(),
                        "Several tables would arrive as %s: %s".formatted(target, sources),
                        "Give each a target of its own with tables.rename, or leave all but one"
                            + " out")));
  }

  static String subject(Flow flow, TableName table) {
    return "flow " + flow.name() + ", table " + table;
  }

  private static String exclude(TableName table, String otherwise) {
    String quoted = SqlText.name(table);
    return otherwise.formatted(quoted) + ", or leave it out with tables.exclude: " + table;
  }
}
