package dev.lockstep.sink.mysql.type;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;

/** Reading Avro schemas of rows. */
public final class Avros {

  private Avros() {}

  /** The database's name of a column, which need not be an Avro name. */
  public static String columnName(Schema.Field field) {
    String name = field.getProp("lockstep.column");
    return name == null ? field.name() : name;
  }

  /** The names of all columns of a record. */
  public static List<String> columnNames(Schema record) {
    return record.getFields().stream().map(Avros::columnName).toList();
  }

  /** The fields of a row that are its primary key, in key order; empty when it does not tell. */
  public static List<Schema.Field> keyFields(Schema row) {
    if (!(row.getObjectProp("lockstep.key") instanceof Collection<?> names)) {
      return List.of();
    }
    List<Schema.Field> fields =
        names.stream().map(name -> row.getField(name.toString())).filter(Objects::nonNull).toList();
    return fields.size() == names.size() ? fields : List.of();
  }

  /**
   * The one branch of a nullable schema that is not null; the schema itself when it is no union.
   */
  public static Schema nonNull(Schema schema) {
    if (!schema.isUnion()) {
      return schema;
    }
    return schema.getTypes().stream()
        .filter(branch -> branch.getType() != Schema.Type.NULL)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no branch but null: " + schema));
  }
}
