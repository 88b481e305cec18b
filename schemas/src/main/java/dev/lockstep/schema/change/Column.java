package dev.lockstep.schema.change;

import dev.lockstep.schema.row.RowShape;
import java.util.Locale;
import org.apache.avro.Schema;

/**
 * A column as one side has it.
 *
 * @param type in the words of its database
 * @param generated whether its database computes it
 */
public record Column(
    String name, String type, Capacity capacity, boolean nullable, boolean generated) {

  private static final String TYPE = "lockstep.type";
  private static final String GENERATED = "lockstep.generated";

  /** As a change topic tells it. */
  public static Column of(Schema.Field field) {
    Capacity capacity = Fields.capacity(field).orElseGet(() -> Capacity.of(RowShape.kind(field)));
    String type = field.getProp(TYPE);
    return new Column(
        RowShape.columnName(field),
        type == null ? capacity.kind().label() : type,
        capacity,
        field.schema().isNullable(),
        "true".equals(field.getProp(GENERATED)));
  }

  /** Names of columns are the same in any case. */
  public String folded() {
    return name.toLowerCase(Locale.ROOT);
  }
}
