package dev.lockstep.schema.change;

import dev.lockstep.schema.row.ColumnRules;
import dev.lockstep.schema.row.RowDigest;
import dev.lockstep.schema.row.RowShape;
import java.util.List;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * Columns that were added with one value for every row that was there. Their fields have it as the
 * default, which in Avro, too, is the value of what was written before the field was there.
 */
public final class Filling {

  private Filling() {}

  /**
   * What the columns that {@code after} has beyond {@code before} add to the digest of each row.
   */
  public static RowDigest added(Schema before, Schema after, ColumnRules rules) {
    List<Schema.Field> filled = filled(before, after);
    if (filled.isEmpty()) {
      return RowDigest.ZERO;
    }
    RowShape shape = RowShape.of(after, rules);
    RowDigest sum = RowDigest.ZERO;
    for (Schema.Field field : filled) {
      sum = sum.plus(shape.digest(RowShape.columnName(field), value(field)));
    }
    return sum;
  }

  /** A row that was written before columns were added, as it has been since. */
  public static GenericRecord complete(GenericRecord row, Schema after) {
    GenericRecord complete = new GenericData.Record(after);
    for (Schema.Field field : after.getFields()) {
      Schema.Field known = Reshape.find(row.getSchema(), field.name());
      if (known != null) {
        complete.put(field.pos(), row.get(known.pos()));
      } else if (hasValue(field)) {
        complete.put(field.pos(), value(field));
      }
    }
    return complete;
  }

  /** Whether the rows that were there when it was added have its default. */
  public static boolean hasValue(Schema.Field field) {
    return field.hasDefaultValue() && field.defaultVal() != JsonProperties.NULL_VALUE;
  }

  private static List<Schema.Field> filled(Schema before, Schema after) {
    return after.getFields().stream()
        .filter(field -> hasValue(field) && Reshape.find(before, field.name()) == null)
        .toList();
  }

  /** The value that every row had when the column was added. */
  public static Object value(Schema.Field field) {
    return GenericData.get().getDefaultValue(field);
  }
}
