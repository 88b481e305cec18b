package dev.lockstep.schema.row;

import static dev.lockstep.schema.row.Rows.column;
import static dev.lockstep.schema.row.Rows.decimal;
import static dev.lockstep.schema.row.Rows.row;
import static dev.lockstep.schema.row.Rows.schema;
import static dev.lockstep.schema.row.Rows.unscaled;
import static dev.lockstep.testing.property.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class KeyShapeTest {

  private static final Schema ONE = schema(column("id", Rows.LONG, ColumnKind.INTEGER));
  private static final Schema TWO =
      schema(
          column("shop", Rows.TEXT, ColumnKind.TEXT), column("line", Rows.TEXT, ColumnKind.TEXT));

  private final KeyShape one = KeyShape.of(ONE);
  private final KeyShape two = KeyShape.of(TWO);

  @Test
  void keysOfAnyNumericTypeAreTheSame() {
    Schema decimal = schema(column("ID", decimal(20, 0), ColumnKind.INTEGER));
    Schema real = schema(column("id", Rows.DOUBLE, ColumnKind.FLOAT));
    GenericRecord key = row(ONE, 1500L);

    assertThat(KeyShape.of(decimal).bytes(row(decimal, unscaled("1500"))))
        .isEqualTo(one.bytes(key));
    assertThat(KeyShape.of(real).folded(row(real, 1500.0))).isEqualTo(one.folded(key));
  }

  @Test
  void orderOfKeyColumnsDoesNotCountForIdentityButForText() {
    Schema turned =
        schema(
            column("line", Rows.TEXT, ColumnKind.TEXT), column("shop", Rows.TEXT, ColumnKind.TEXT));

    assertThat(KeyShape.of(turned).bytes(row(turned, "7", "x")))
        .isEqualTo(two.bytes(row(TWO, "x", "7")));
    assertThat(KeyShape.of(turned).text(row(turned, "7", "x"))).isEqualTo("line=7,shop=x");
    assertThat(two.text(row(TWO, "x", "7"))).isEqualTo("shop=x,line=7");
  }

  @Test
  void textAndBytesTellDifferentKeysApart() {
    forAll(
        any -> {
          String a = any.textOf("a,=\\l\0", 0, 3);
          String b = any.textOf("a,=\\l\0", 0, 3);
          String c = any.oneOf(a, any.textOf("a,=\\l\0", 0, 3));
          String d = any.oneOf(b, any.textOf("a,=\\l\0", 0, 3));
          boolean same = a.equals(c) && b.equals(d);

          assertThat(Arrays.equals(two.bytes(row(TWO, a, b)), two.bytes(row(TWO, c, d))))
              .isEqualTo(same);
          assertThat(two.text(row(TWO, a, b)).equals(two.text(row(TWO, c, d)))).isEqualTo(same);
        });
  }

  @Test
  void equalFoldsShareAPartitionWithinBounds() {
    forAll(
        any -> {
          String name = any.text(0, 255);
          int partitions = any.anInt(1, 64);
          GenericRecord key = row(TWO, name, "7");
          GenericRecord shouted = row(TWO, name.toUpperCase(Locale.ROOT) + "  ", "7 ");

          assertThat(two.partition(key, partitions)).isBetween(0, partitions - 1);
          if (Arrays.equals(two.folded(key), two.folded(shouted))) {
            assertThat(two.partition(key, partitions))
                .isEqualTo(two.partition(shouted, partitions));
          }
        });
  }

  @Test
  void partitionsOfKnownKeysStayWhereTheyAre() {
    List<Integer> integers =
        IntStream.range(0, 16).map(id -> one.partition(row(ONE, (long) id), 4)).boxed().toList();
    List<Integer> texts =
        List.of("a", "B", "Zoë", "straße", "日本", "😀", "").stream()
            .map(name -> two.partition(row(TWO, name, "1"), 12))
            .toList();

    String why = "moved keys break the order of changes that are in Kafka already";
    assertThat(integers).as(why).isEqualTo(List.of(3, 2, 3, 1, 1, 0, 0, 3, 3, 2, 2, 2, 3, 3, 2, 0));
    assertThat(texts).as(why).isEqualTo(List.of(11, 11, 2, 5, 1, 3, 4));
  }

  @Test
  void keysSpreadOverThePartitions() {
    int[] counts = new int[8];
    for (long id = 1; id <= 80_000; id++) {
      counts[one.partition(row(ONE, id), 8)]++;
    }

    assertThat(Arrays.stream(counts).boxed())
        .as(Arrays.toString(counts))
        .allMatch(count -> count > 9_500 && count < 10_500);
  }
}
