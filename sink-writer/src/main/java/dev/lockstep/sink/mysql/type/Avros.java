package dev.lockstep.sink.mysql.type;

import dev.lockstep.schema.row.RowShape;
import java.util.List;
import org.apache.avro.Schema;

/** Reading Avro schemas of rows. */
public final class Avros {

  private Avros() {}

  /** The names of all columns of a record. */
  public static List<String> columnNames(Schema record) {
    return record.getFields().stream().map(RowShape::columnName).toList();
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
