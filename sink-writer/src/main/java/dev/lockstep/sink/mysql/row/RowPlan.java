package dev.lockstep.sink.mysql.row;

import dev.lockstep.engine.mysql.sql.SqlText;
import dev.lockstep.schema.row.RowShape;
import dev.lockstep.sink.apply.Change;
import dev.lockstep.sink.mysql.definition.TargetTable;
import dev.lockstep.sink.mysql.type.Binding;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/**
 * How records of one Avro schema become parameters of statements on one table: computed once, so
 * that a row costs one call a column.
 */
public final class RowPlan {

  private record Slot(int field, String name, Binding binding) {}

  private final List<Slot> slots;

  private RowPlan(List<Slot> slots) {
    this.slots = slots;
  }

  /** Columns that the target computes by itself are left to it. */
  public static RowPlan of(Schema schema, TargetTable table) {
    List<Slot> slots = new ArrayList<>();
    for (Schema.Field field : schema.getFields()) {
      TargetTable.Column column =
          table
              .column(RowShape.columnName(field))
              .orElseThrow(
                  () -> new IllegalStateException(table.name() + " lacks " + field.name()));
      if (!column.generated()) {
        slots.add(new Slot(field.pos(), SqlText.name(column.name()), Binding.of(field)));
      }
    }
    return new RowPlan(List.copyOf(slots));
  }

  int width() {
    return slots.size();
  }

  /** Quoted. */
  List<String> columns() {
    return slots.stream().map(Slot::name).toList();
  }

  /** A condition that is true of the rows with any of so many keys. */
  String anyOf(int keys) {
    if (slots.size() == 1) {
      return slots.getFirst().name() + " IN (" + SqlText.marks(keys) + ")";
    }
    // Spelt out, since MariaDB finds no index range in a list of row constructors.
    String one =
        slots.stream().map(slot -> slot.name() + "=?").collect(Collectors.joining(" AND "));
    return "(" + one + ")" + (" OR (" + one + ")").repeat(keys - 1);
  }

  /** Binds a record's columns from the given parameter on; returns the parameter after them. */
  int bind(PreparedStatement statement, int from, GenericRecord record) throws SQLException {
    int index = from;
    for (Slot slot : slots) {
      Object value = record.get(slot.field());
      if (value == null) {
        statement.setNull(index, Types.NULL);
      } else {
        slot.binding().bind(statement, index, value);
      }
      index++;
    }
    return index;
  }

  static GenericRecord keyOf(Change change) {
    return change.requireKey().columns();
  }
}
