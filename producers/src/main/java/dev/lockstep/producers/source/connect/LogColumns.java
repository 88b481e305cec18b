package dev.lockstep.producers.source.connect;

import dev.lockstep.engine.mysql.sql.ColumnTypes;
import dev.lockstep.engine.table.ColumnFacts;
import dev.lockstep.engine.table.TableFacts;
import dev.lockstep.engine.table.ValueType.Form;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;

/**
 * A table's columns as they were where the log is read. The database is asked about its columns as
 * they are now; where the two differ, because a change of the table has yet to be read or was made
 * while nobody looked, the connector's own account of the column decides.
 */
final class LogColumns {

  private static final String TYPE = "__debezium.source.column.type";
  private static final String LENGTH = "__debezium.source.column.length";
  private static final String SCALE = "__debezium.source.column.scale";

  private LogColumns() {}

  static TableFacts reconciled(TableFacts now, Schema row, Optional<Schema> key) {
    Map<String, ColumnFacts> known = new HashMap<>();
    now.columns().forEach(column -> known.put(column.name().toLowerCase(Locale.ROOT), column));
    List<ColumnFacts> columns = new ArrayList<>();
    for (Field field : row.fields()) {
      ColumnFacts column = known.get(field.name().toLowerCase(Locale.ROOT));
      columns.add(column != null && fits(column, field) ? column : fromLog(field));
    }
    List<String> primaryKey =
        key.map(schema -> schema.fields().stream().map(Field::name).toList()).orElse(List.of());
    return new TableFacts(
        now.name(), columns, primaryKey, now.rows(), now.created(), now.warnings(), now.refusal());
  }

  private static boolean fits(ColumnFacts column, Field field) {
    if (column.nullable() != field.schema().isOptional()) {
      return false;
    }
    return column.value().filter(type -> ConnectValues.fits(field.schema(), type)).isPresent()
        && sameScale(column, field);
  }

  private static boolean sameScale(ColumnFacts column, Field field) {
    String scale =
        field.schema().parameters() == null ? null : field.schema().parameters().get("scale");
    return scale == null
        || column
            .value()
            .filter(type -> type.form() == Form.DECIMAL)
            .map(type -> type.scale() == Integer.parseInt(scale))
            .orElse(true);
  }

  private static ColumnFacts fromLog(Field field) {
    Schema schema = field.schema();
    Map<String, String> parameters = schema.parameters() == null ? Map.of() : schema.parameters();
    String name = parameters.getOrDefault(TYPE, schema.type().name()).toLowerCase(Locale.ROOT);
    String allowed = parameters.get("allowed");
    String type;
    if (allowed != null) {
      type = name + "('" + String.join("','", allowed.split(",", -1)) + "')";
    } else {
      type = sized(name, parameters);
    }
    return ColumnTypes.column(
        field.name(),
        type,
        schema.isOptional(),
        Optional.empty(),
        name.equals("json"),
        false,
        false);
  }

  private static String sized(String name, Map<String, String> parameters) {
    String length = parameters.get(LENGTH);
    if (length == null) {
      return name;
    }
    String scale = parameters.get(SCALE);
    String size = "(" + length + (scale == null ? "" : "," + scale) + ")";
    int space = name.indexOf(' ');
    return space < 0 ? name + size : name.substring(0, space) + size + name.substring(space);
  }
}
