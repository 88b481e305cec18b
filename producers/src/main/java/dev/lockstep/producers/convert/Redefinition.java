package dev.lockstep.producers.convert;

import dev.lockstep.engine.table.ColumnFacts;
import dev.lockstep.engine.table.TableFacts;
import dev.lockstep.producers.source.event.AddedColumn;
import dev.lockstep.schema.change.Filling;
import dev.lockstep.schema.change.Reshape;
import java.util.List;
import org.apache.avro.Schema;

/** What an altered definition does to the rows that are there. */
public final class Redefinition {

  private Redefinition() {}

  /**
   * Whether rows may now hold other values than the log has told: the database writes no row
   * changes for that.
   *
   * @param before schema that rows were published with
   * @param now the table as the database describes it
   */
  public static boolean mayChangeRows(String endpoint, Schema before, TableFacts now) {
    return mayChangeRows(before, now, TableSchema.of(endpoint, now).row());
  }

  /**
   * Whether rows may now hold other values than the log has told.
   *
   * @param after schema of the rows from now on, with the values of columns that were added
   */
  public static boolean mayChangeRows(Schema before, TableFacts now, Schema after) {
    return Reshape.between(before, after)
        || now.columns().stream().anyMatch(column -> isTightened(before, column))
        || now.columns().stream()
            .anyMatch(
                column ->
                    column.filled() && isNew(before, column.name()) && !isKnown(after, column));
  }

  private static boolean isKnown(Schema after, ColumnFacts column) {
    Schema.Field field = after.getField(AvroNames.of(column.name()));
    return field != null && Filling.hasValue(field);
  }

  /** A server that is not strict makes NULL to something else where it is no longer allowed. */
  private static boolean isTightened(Schema before, ColumnFacts now) {
    Schema.Field field = before.getField(AvroNames.of(now.name()));
    return field != null && field.schema().isNullable() && !now.nullable();
  }

  /** Of the columns that a statement added, those that were not there before. */
  public static List<AddedColumn> onlyNew(Schema before, List<AddedColumn> added) {
    return added.stream().filter(column -> isNew(before, column.name())).toList();
  }

  private static boolean isNew(Schema before, String column) {
    String name = AvroNames.of(column);
    return before.getFields().stream().noneMatch(field -> field.name().equalsIgnoreCase(name));
  }
}
