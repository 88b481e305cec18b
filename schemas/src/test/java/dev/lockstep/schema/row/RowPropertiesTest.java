package dev.lockstep.schema.row;

import static dev.lockstep.schema.row.Rows.column;
import static dev.lockstep.schema.row.Rows.decimal;
import static dev.lockstep.schema.row.Rows.logical;
import static dev.lockstep.schema.row.Rows.schema;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

class RowPropertiesTest {

  private static final Schema SCHEMA =
      schema(
          column("id", Rows.LONG, ColumnKind.INTEGER),
          column("name", Rows.TEXT, ColumnKind.TEXT),
          column("note", Rows.TEXT, ColumnKind.TEXT),
          column("price", decimal(20, 4), ColumnKind.DECIMAL),
          column("raw", Rows.BYTES, ColumnKind.BYTES),
          column(
              "at",
              logical(Schema.Type.LONG, LogicalTypes.localTimestampMicros()),
              ColumnKind.LOCAL_TIMESTAMP),
          column(
              "seen",
              logical(Schema.Type.LONG, LogicalTypes.timestampMicros()),
              ColumnKind.INSTANT),
          column("day", logical(Schema.Type.INT, LogicalTypes.date()), ColumnKind.DATE),
          column("ratio", Rows.DOUBLE, ColumnKind.FLOAT),
          column("open", Rows.BOOLEAN, ColumnKind.BOOLEAN));

  private final RowShape shape = RowShape.of(SCHEMA, ColumnRules.NONE);

  @Property
  void digestChangesWithAnySingleColumn(
      @ForAll("rows") GenericRecord row,
      @ForAll("rows") GenericRecord other,
      @ForAll @IntRange(max = 9) int position) {
    Assume.that(!Objects.equals(plain(row.get(position)), plain(other.get(position))));
    GenericRecord changed = new GenericData.Record((GenericData.Record) row, true);
    changed.put(position, other.get(position));

    assertThat(shape.digest(changed)).isNotEqualTo(shape.digest(row));
    assertThat(RowShape.differences(shape, row, shape, changed))
        .singleElement()
        .satisfies(
            difference -> {
              assertThat(difference.getColumn()).isEqualTo(SCHEMA.getFields().get(position).name());
              assertThat(difference.getSource()).isNotEqualTo(difference.getTarget());
            });
  }

  @Property
  void digestDependsOnTheRowAloneNotOnWhatWasReadBefore(
      @ForAll("rows") GenericRecord row, @ForAll("rows") GenericRecord before) {
    RowDigest fresh = RowShape.of(SCHEMA, ColumnRules.NONE).digest(row);
    shape.digest(before);

    assertThat(shape.digest(row)).isEqualTo(fresh);
    assertThat(RowShape.differences(shape, row, shape, row)).isEmpty();
  }

  @Property
  void tableDigestIsOrderFreeAndAdditive(
      @ForAll @Size(max = 30) List<@From("rows") GenericRecord> rows, @ForAll Random random) {
    List<GenericRecord> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, random);
    int cut = rows.isEmpty() ? 0 : random.nextInt(rows.size());

    TableDigest whole = sum(rows);
    assertThat(sum(shuffled)).isEqualTo(whole);
    assertThat(sum(rows.subList(0, cut)).plus(sum(rows.subList(cut, rows.size()))))
        .isEqualTo(whole);
    assertThat(whole.minus(sum(rows.subList(0, cut))))
        .isEqualTo(sum(rows.subList(cut, rows.size())));
    assertThat(TableDigest.parse(whole.rows(), whole.hex())).isEqualTo(whole);
  }

  @Property
  void tableDigestIsASumModulo128Bits(
      @ForAll long high1, @ForAll long low1, @ForAll long high2, @ForAll long low2) {
    TableDigest one = TableDigest.EMPTY.plus(new RowDigest(high1, low1));
    TableDigest two = one.plus(new RowDigest(high2, low2));
    BigInteger expected =
        new BigInteger(new RowDigest(high1, low1).hex(), 16)
            .add(new BigInteger(new RowDigest(high2, low2).hex(), 16))
            .mod(BigInteger.ONE.shiftLeft(128));

    assertThat(new BigInteger(two.hex(), 16)).isEqualTo(expected);
    assertThat(two.minus(new RowDigest(high1, low1)).minus(new RowDigest(high2, low2)).isZero())
        .isTrue();
  }

  @Property
  void integersAndDecimalsOfAnyScaleAgreeExactlyWhenTheyAreEqual(
      @ForAll @BigRange(min = "-100000", max = "100000") BigInteger one,
      @ForAll @BigRange(min = "-100000", max = "100000") BigInteger two,
      @ForAll @IntRange(max = 25) int scale) {
    Schema decimal = decimal(40, scale);
    BigDecimal scaled = new BigDecimal(two).setScale(scale);
    ByteBuffer unscaled = ByteBuffer.wrap(scaled.unscaledValue().toByteArray());

    assertThat(
            Rows.digest(decimal, ColumnKind.DECIMAL, unscaled)
                .equals(Rows.digest(Rows.LONG, ColumnKind.INTEGER, one.longValue())))
        .isEqualTo(one.equals(two));
  }

  private TableDigest sum(List<GenericRecord> rows) {
    TableDigest sum = TableDigest.EMPTY;
    for (GenericRecord row : rows) {
      sum = sum.plus(shape.digest(row));
    }
    return sum;
  }

  /** Zero has no sign to us; everything else is as Java has it. */
  private static Object plain(Object value) {
    return value instanceof Double number && number == 0 ? Double.valueOf(0.0) : value;
  }

  @Provide
  Arbitrary<GenericRecord> rows() {
    Arbitrary<String> text =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(8),
            Arbitraries.strings()
                .withChars('a', 'A', ' ', '\0', 'ß', '\ud83d', '\ude00')
                .ofMaxLength(4));
    Arbitrary<List<Object>> front =
        Combinators.combine(
                Arbitraries.longs(),
                text.injectNull(0.2),
                text.injectNull(0.2),
                Arbitraries.longs().map(n -> ByteBuffer.wrap(BigInteger.valueOf(n).toByteArray())),
                Arbitraries.bytes()
                    .array(byte[].class)
                    .ofMaxSize(5)
                    .map(ByteBuffer::wrap)
                    .injectNull(0.2))
            .as((id, name, note, price, raw) -> nullable(id, name, note, price, raw));
    Arbitrary<List<Object>> back =
        Combinators.combine(
                Arbitraries.longs().between(-10_000_000_000_000L, 200_000_000_000_000_000L),
                Arbitraries.longs().between(0, 3).injectNull(0.1),
                Arbitraries.integers().between(-100_000, 1_000_000),
                Arbitraries.doubles().injectNull(0.1),
                Arbitraries.of(true, false).injectNull(0.1))
            .as((at, seen, day, ratio, open) -> nullable(at, seen, day, ratio, open));
    return Combinators.combine(front, back)
        .as(
            (first, second) -> {
              List<Object> values = new ArrayList<>(first);
              values.addAll(second);
              return Rows.row(SCHEMA, values.toArray());
            });
  }

  private static List<Object> nullable(Object... values) {
    List<Object> list = new ArrayList<>();
    Collections.addAll(list, values);
    return list;
  }
}
