package dev.lockstep.producers.source.connect;

import dev.lockstep.engine.table.ColumnFacts;
import dev.lockstep.engine.table.TableFacts;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.producers.source.event.Row;
import dev.lockstep.producers.source.event.RowShape;
import dev.lockstep.producers.source.event.ValueReader;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** A table by the schema that a connector hands its rows over with. Immutable. */
public final class ConnectShape implements RowShape {

  private final Schema row;
  private final @Nullable Schema key;
  private final String[] names;
  private final List<String> columns;
  private final List<String> primaryKey;

  public ConnectShape(Schema row, @Nullable Schema key) {
    this.row = row;
    this.key = key;
    this.names = row.fields().stream().map(Field::name).toArray(String[]::new);
    this.columns = List.of(names);
    this.primaryKey = key == null ? List.of() : key.fields().stream().map(Field::name).toList();
  }

  /** Whether it is of just these schemas: a connector makes new ones for each definition. */
  @SuppressWarnings("ReferenceEquality")
  boolean isOf(Schema rowSchema, @Nullable Schema keySchema) {
    return row == rowSchema && key == keySchema;
  }

  /** An image of a row; null where there is none. */
  public @Nullable Row row(@Nullable Struct image) {
    return image == null ? null : new Image(image, names);
  }

  private record Image(Struct struct, String[] names) implements Row {
    @Override
    public @Nullable Object value(int column) {
      return struct.getWithoutDefault(names[column]);
    }
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public List<String> primaryKey() {
    return primaryKey;
  }

  @Override
  public TableFacts reconciled(TableFacts now) {
    return LogColumns.reconciled(now, row, Optional.ofNullable(key));
  }

  @Override
  public Optional<String> misunderstood(TableFacts now) {
    return StoredText.otherwise(now, row);
  }

  @Override
  public ValueReader reader(TableFacts table, int column) {
    ColumnFacts facts = table.columns().get(column);
    Field field = row.fields().get(column);
    ValueReader reader =
        facts
            .value()
            .flatMap(type -> ConnectValues.reader(table.name(), field.name(), field.schema(), type))
            .orElseThrow(
                () ->
                    new LockstepException(
                        Category.DATA,
                        ConnectValues.mismatch(
                            table.name(), field.name(), facts.type(), field.schema()),
                        "Exclude table %s and report this column type.".formatted(table.name())));
    return facts.word().equals("year")
        ? OddDate.yearZero(reader)
        : OddDate.refused(field.name(), facts.value().orElseThrow().kind(), reader);
  }

  @Override
  public @Nullable Object plain(Row image, String column) {
    if (row.field(column) == null) {
      throw new IllegalStateException("There is no column " + column + " among " + columns);
    }
    return StoredText.plain(((Image) image).struct(), column);
  }
}
