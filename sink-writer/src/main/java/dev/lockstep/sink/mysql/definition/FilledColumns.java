package dev.lockstep.sink.mysql.definition;

import dev.lockstep.schema.change.Filling;
import dev.lockstep.schema.row.RowShape;
import dev.lockstep.schema.topic.TableName;
import dev.lockstep.sink.apply.Rereads;
import dev.lockstep.sink.apply.TargetError;
import dev.lockstep.sink.apply.TargetException;
import dev.lockstep.sink.apply.TargetException.Scope;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * Columns that the source added with one value for all rows, and that are at the target already. If
 * they have that value as their default they were added by the same statement, and the rows that
 * are there have it as well. Otherwise the log does not tell what they lack: the table is read
 * anew.
 */
public final class FilledColumns {

  private final Catalog catalog;
  private final Rereads rereads;

  public FilledColumns(Catalog catalog, Rereads rereads) {
    this.catalog = catalog;
    this.rereads = rereads;
  }

  /**
   * Sees to it that the rows get what they lack.
   *
   * @param table as it was before columns were added to it
   */
  public void see(String topic, TargetTable table, Schema row)
      throws SQLException, TargetException {
    List<String> others = new ArrayList<>();
    for (Schema.Field field : row.getFields()) {
      String name = RowShape.columnName(field);
      if (Filling.hasValue(field)
          && table.column(name).isPresent()
          && !isDefault(table.name(), name, TableDdl.literal(field))) {
        others.add(name);
      }
    }
    if (others.isEmpty()) {
      return;
    }
    try {
      rereads.ask(
          topic,
          // The same for all partitions, each of which tells of it.
          "columns added: " + SchemaNormalization.parsingFingerprint64(row),
          "The source added %s with a value for all rows, and the target had it already, without"
              .formatted(String.join(", ", others)));
    } catch (Rereads.RereadException e) {
      throw unasked(table.name(), e);
    }
  }

  private boolean isDefault(TableName table, String column, String literal) throws SQLException {
    Optional<String> now = catalog.defaultOf(table, column);
    return now.isPresent() && (now.get().equals(literal) || sameNumber(now.get(), literal));
  }

  private static boolean sameNumber(String one, String other) {
    try {
      return new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;
    } catch (NumberFormatException e) {
      // One of them is a text.
      return false;
    }
  }

  private static TargetException unasked(TableName table, Rereads.RereadException e) {
    return new TargetException(
        Scope.TABLE,
        TargetError.of(
            "table",
            "Table %s must be read anew, which cannot be asked for: %s."
                .formatted(table, e.getMessage()),
            "Check that Kafka answers; it is asked again."),
        e);
  }
}
