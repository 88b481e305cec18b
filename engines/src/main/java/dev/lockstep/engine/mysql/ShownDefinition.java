package dev.lockstep.engine.mysql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code SHOW CREATE TABLE} tells and {@code information_schema} hides from an account that
 * may only read: foreign keys and checks.
 */
public final class ShownDefinition {

  private static final Pattern FOREIGN_KEY =
      Pattern.compile("^\\s+CONSTRAINT `((?:[^`]|``)+)` FOREIGN KEY (.*?),?$", Pattern.MULTILINE);

  private static final Pattern ACTION =
      Pattern.compile(" ON (DELETE|UPDATE) (CASCADE|SET NULL|SET DEFAULT)");

  private final String statement;

  public ShownDefinition(String statement) {
    this.statement = statement;
  }

  /** Names of the foreign keys by which the database changes rows by itself. */
  public List<String> actingKeys() {
    List<String> names = new ArrayList<>();
    Matcher keys = FOREIGN_KEY.matcher(statement);
    while (keys.find()) {
      if (ACTION.matcher(keys.group(2)).find()) {
        names.add(keys.group(1).replace("``", "`"));
      }
    }
    return names;
  }

  /** Foreign keys by which the database changes rows of this table that nobody else changed. */
  List<String> cascades() {
    List<String> warnings = new ArrayList<>();
    Matcher keys = FOREIGN_KEY.matcher(statement);
    while (keys.find()) {
      List<String> actions = new ArrayList<>();
      Matcher found = ACTION.matcher(keys.group(2));
      while (found.find()) {
        actions.add("ON " + found.group(1) + " " + found.group(2));
      }
      if (!actions.isEmpty()) {
        warnings.add(
            "Foreign key %s acts by itself (%s): the database writes no row changes to its log for that."
                .formatted(keys.group(1).replace("``", "`"), String.join(", ", actions)));
      }
    }
    return warnings;
  }

  /** Whether a check says that a column holds JSON, which is how MariaDB has such a type. */
  public boolean checksJson(String column) {
    String name = column.toLowerCase(Locale.ROOT).replace("`", "``");
    return statement.toLowerCase(Locale.ROOT).contains("json_valid(`" + name + "`)");
  }
}
