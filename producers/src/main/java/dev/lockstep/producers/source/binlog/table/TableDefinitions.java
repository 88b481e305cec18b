package dev.lockstep.producers.source.binlog.table;

import dev.lockstep.engine.mysql.sql.SqlText;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.producers.source.event.ResumePoint;
import dev.lockstep.schema.topic.TableName;
import io.debezium.relational.TableId;
import io.debezium.relational.Tables;
import io.debezium.relational.ddl.DdlParser;
import io.debezium.relational.history.SchemaHistory;
import io.debezium.text.ParsingException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Tells the connector of tables that it has not followed so far. It learns definitions from its log
 * alone; those of a table that was passed over, it never saw. So they are added to its history at
 * the place from which it will go on, and it finds them there when it starts.
 */
public final class TableDefinitions {

  private static final String PREFIX = "topic.prefix";

  private TableDefinitions() {}

  /**
   * Throws when the connector does not understand a definition.
   *
   * @param parser the connector's
   * @param statement that makes the table
   */
  public static void check(DdlParser parser, TableName table, String statement) {
    Tables tables = new Tables();
    parser.setCurrentDatabase(table.schema());
    try {
      parser.parse(statement, tables);
    } catch (ParsingException | IllegalArgumentException e) {
      throw notUnderstood(table, e);
    }
    if (tables.forTable(new TableId(table.schema(), null, table.table())) == null) {
      throw notUnderstood(table, new ParsingException(null, "it makes no table"));
    }
  }

  private static LockstepException notUnderstood(TableName table, RuntimeException cause) {
    return new LockstepException(
        Category.DATA,
        "The definition of table %s is not understood by what reads the log.".formatted(table),
        "Exclude the table, or change its definition (SHOW CREATE TABLE %s).".formatted(table),
        cause);
  }

  /**
   * Adds definitions to a connector's history.
   *
   * @param histories that of a connector with given properties
   * @param properties of the connector, which reads its history when it starts next
   * @param statements that make the tables as they are at the point
   */
  public static void add(
      Function<Map<String, String>, SchemaHistory> histories,
      Map<String, String> properties,
      ResumePoint point,
      Map<TableName, String> statements) {
    String prefix = Objects.requireNonNull(properties.get(PREFIX));
    Map<String, String> aside = new HashMap<>(properties);
    // Figures are kept under this name, and the connector's own history keeps some.
    aside.put(PREFIX, prefix + ".definitions");
    SchemaHistory history = histories.apply(aside);
    try {
      history.start();
      Map<String, String> server = Map.of("server", prefix);
      statements.forEach(
          (table, statement) -> {
            // Else the columns of the definition that it has would stay beside the new ones.
            history.record(
                server,
                point.offset(),
                table.schema(),
                "DROP TABLE IF EXISTS " + SqlText.name(table));
            history.record(server, point.offset(), table.schema(), statement);
          });
    } finally {
      history.stop();
    }
  }
}
