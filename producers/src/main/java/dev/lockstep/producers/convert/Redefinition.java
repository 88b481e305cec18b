package dev.lockstep.producers.convert;

import dev.lockstep.producers.catalog.ColumnFacts;
import dev.lockstep.producers.catalog.TableFacts;
import dev.lockstep.schema.row.Reshape;
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
    return Reshape.between(before, TableSchema.of(endpoint, now).row())
        || now.columns().stream().anyMatch(column -> isTightened(before, column))
        || now.columns().stream().anyMatch(column -> column.filled() && isNew(before, column));
  }

  /** A server that is not strict makes NULL to something else where it is no longer allowed. */
  private static boolean isTightened(Schema before, ColumnFacts now) {
    Schema.Field field = before.getField(AvroNames.of(now.name()));
    return field != null && field.schema().isNullable() && !now.nullable();
  }

  private static boolean isNew(Schema before, ColumnFacts column) {
    String name = AvroNames.of(column.name());
    return before.getFields().stream().noneMatch(field -> field.name().equalsIgnoreCase(name));
  }
}
