package dev.lockstep.producers.source.mariadb;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import dev.lockstep.producers.source.statement.ToldDefinition;
import dev.lockstep.schema.topic.TableName;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides the rows of system-versioned tables that are made while the log is read from the connector,
 * which would fail of them: they have more columns than the definition names. Such a table is
 * refused by name; from the next start on it is not looked at.
 */
final class VersionedTables {

  private static final Pattern MADE =
      Pattern.compile(
          "CREATE TABLE IF NOT EXISTS `((?:[^`]|``)+)`\\.`((?:[^`]|``)+)` \\("
              + ToldDefinition.VERSIONED
              + " INT\\)");

  /** No schema of this name is captured: an identifier does not end in a space. */
  private static final String NOWHERE = "lockstep hidden ";

  private final Set<TableName> tables = new HashSet<>();

  /** Takes note of a definition as it is told to the connector. */
  void note(String told) {
    Matcher made = MADE.matcher(told);
    if (made.find()) {
      tables.add(new TableName(made.group(1).replace("``", "`"), made.group(2).replace("``", "`")));
    }
  }

  void hide(TableMapEventData table) {
    if (!tables.isEmpty()
        && tables.contains(new TableName(table.getDatabase(), table.getTable()))) {
      table.setDatabase(NOWHERE);
    }
  }
}
