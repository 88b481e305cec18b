package dev.lockstep.sink.mysql.definition;

import dev.lockstep.engine.mysql.sql.ColumnTypes;
import dev.lockstep.flow.plan.Fit;
import dev.lockstep.schema.change.Capacity;
import dev.lockstep.schema.change.Column;
import dev.lockstep.schema.change.Fields;
import dev.lockstep.schema.row.ColumnKind;
import dev.lockstep.schema.row.RowShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Columns of a target's table that cannot hold all that the source's can: what a MODIFY at the
 * source left behind, since the sink adds columns and alters none. A column that is merely another
 * is somebody's choice, and not spoken of.
 */
final class Narrower {

  private Narrower() {}

  /** A column that is too narrow, as the source has it, and how both sides spell their types. */
  record Difference(Schema.Field field, String source, String target) {}

  static List<Difference> of(TargetTable table, Schema row) {
    List<Difference> differences = new ArrayList<>();
    for (Schema.Field field : row.getFields()) {
      Optional<TargetTable.Column> column = table.column(RowShape.columnName(field));
      if (Fields.capacity(field).isPresent() && column.isPresent() && !column.get().generated()) {
        Column source = Column.of(field);
        asColumn(column.get())
            .filter(target -> isNarrower(source, target))
            .ifPresent(target -> differences.add(difference(field, source, target)));
      }
    }
    return differences;
  }

  /** Empty where its type is not known. */
  private static Optional<Column> asColumn(TargetTable.Column column) {
    return ColumnTypes.capacity(column.type(), column.collation())
        .map(
            capacity ->
                new Column(
                    column.name(), column.type(), capacity, column.nullable(), column.generated()));
  }

  private static boolean isNarrower(Column source, Column target) {
    boolean nulls = source.nullable() && !target.nullable();
    return nulls
        || (!isAnother(source.capacity(), target.capacity())
            && (!Fit.reasons(source, target).isEmpty()
                || Fit.losesDigits(source.capacity(), target.capacity())));
  }

  /** Another kind of column, but for numbers where there is text, is what somebody wants. */
  private static boolean isAnother(Capacity source, Capacity target) {
    boolean numbers = source.kind().isExactNumber() && target.kind().isExactNumber();
    boolean textAsNumber =
        source.kind() == ColumnKind.TEXT
            && (target.kind().isExactNumber() || target.kind() == ColumnKind.FLOAT);
    boolean choice = source.labels().isEmpty() && !target.labels().isEmpty();
    return choice || !(source.kind() == target.kind() || numbers || textAsNumber);
  }

  private static Difference difference(Schema.Field field, Column source, Column target) {
    boolean nulls = source.nullable() && !target.nullable();
    return new Difference(
        field, source.type() + (nulls ? " NULL" : ""), target.type() + (nulls ? " NOT NULL" : ""));
  }
}
