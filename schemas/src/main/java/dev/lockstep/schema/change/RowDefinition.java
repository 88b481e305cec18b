package dev.lockstep.schema.change;

import dev.lockstep.schema.row.RowShape;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * The columns of a table as one side has them.
 *
 * @param key names of the primary key's columns, in key order; empty when they are not told
 */
public record RowDefinition(List<Column> columns, List<String> key) {

  private static final String PRIMARY_KEY = "lockstep.key";

  public RowDefinition {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }

  /** As the schema of a change topic's rows tells it. */
  public static RowDefinition of(Schema row) {
    return new RowDefinition(
        row.getFields().stream().map(Column::of).toList(),
        keyFields(row).stream().map(RowShape::columnName).toList());
  }

  /** The fields of a row that are its primary key, in key order; empty when it does not tell. */
  public static List<Schema.Field> keyFields(Schema row) {
    if (!(row.getObjectProp(PRIMARY_KEY) instanceof Collection<?> names)) {
      return List.of();
    }
    List<Schema.Field> fields =
        names.stream().map(name -> row.getField(name.toString())).filter(Objects::nonNull).toList();
    return fields.size() == names.size() ? fields : List.of();
  }

  public Optional<Column> column(String name) {
    return columns.stream().filter(column -> column.name().equalsIgnoreCase(name)).findFirst();
  }
}
