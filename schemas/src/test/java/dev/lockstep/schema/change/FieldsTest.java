package dev.lockstep.schema.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schema.row.ColumnKind;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FieldsTest {

  static Stream<Capacity> capacities() {
    return Stream.of(
        Capacity.of(ColumnKind.JSON),
        Capacity.integer(Span.bits(64, true)),
        Capacity.decimal(65, 30, false),
        Capacity.floating(24),
        Capacity.of(ColumnKind.TEXT)
            .withLength(4_294_967_295L)
            .withPadding()
            .withRepertoire(Repertoire.BMP),
        Capacity.of(ColumnKind.TEXT).withLabels(List.of("a", "it's", "\"", "")),
        Capacity.of(ColumnKind.TIME).within(Span.of(-1, 1)).withFraction(6));
  }

  @ParameterizedTest
  @MethodSource("capacities")
  void whatAFieldTellsIsReadBackFromItsSchemaAsText(Capacity capacity) {
    Schema.Field field = new Schema.Field("c", Schema.create(Schema.Type.STRING));
    Fields.describe(field, capacity);
    Schema written = Schema.createRecord("Value", null, "t", false, List.of(field));

    Schema read = new Schema.Parser().parse(written.toString());
    assertThat(Fields.capacity(read.getField("c"))).contains(capacity);
  }

  @Test
  void aFieldThatTellsNothingHoldsAnythingOfItsKind() {
    Schema.Field field = new Schema.Field("c", Schema.create(Schema.Type.LONG));
    assertThat(Fields.capacity(field)).isEmpty();
    assertThat(Column.of(field).capacity()).isEqualTo(Capacity.of(ColumnKind.INTEGER));
  }
}
