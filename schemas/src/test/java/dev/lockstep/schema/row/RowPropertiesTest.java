package dev.lockstep.schema.row;

import static dev.lockstep.schema.row.Rows.column;
import static dev.lockstep.schema.row.Rows.decimal;
import static dev.lockstep.schema.row.Rows.logical;
import static dev.lockstep.schema.row.Rows.schema;
import static dev.lockstep.testing.property.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testing.property.Any;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

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

  @Test
  void digestChangesWithAnySingleColumn() {
    forAll(
        any -> {
          GenericRecord row = any.made(RowPropertiesTest::anyRow);
          GenericRecord other = any.made(RowPropertiesTest::anyRow);
          int position = any.anInt(0, 9);
          if (Objects.equals(plain(row.get(position)), plain(other.get(position)))) {
            return;
          }
          GenericRecord changed = new GenericData.Record((GenericData.Record) row, true);
          changed.put(position, other.get(position));

          assertThat(shape.digest(changed)).isNotEqualTo(shape.digest(row));
          assertThat(RowShape.differences(shape, row, shape, changed))
              .singleElement()
              .satisfies(
                  difference -> {
                    assertThat(difference.getColumn())
                        .isEqualTo(SCHEMA.getFields().get(position).name());
                    assertThat(difference.getSource()).isNotEqualTo(difference.getTarget());
                  });
        });
  }

  @Test
  void digestDependsOnTheRowAloneNotOnWhatWasReadBefore() {
    forAll(
        any -> {
          GenericRecord row = any.made(RowPropertiesTest::anyRow);
          GenericRecord before = any.made(RowPropertiesTest::anyRow);
          RowDigest fresh = RowShape.of(SCHEMA, ColumnRules.NONE).digest(row);
          shape.digest(before);

          assertThat(shape.digest(row)).isEqualTo(fresh);
          assertThat(RowShape.differences(shape, row, shape, row)).isEmpty();
        });
  }

  @Test
  void tableDigestIsOrderFreeAndAdditive() {
    forAll(
        any -> {
          List<GenericRecord> rows = any.list(30, RowPropertiesTest::anyRow);
          Random random = any.aRandom();
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
        });
  }

  /** Rows are sums of columns: were tables plain sums of rows, this would be seen by nobody. */
  @Test
  void rowsThatExchangeAValueChangeTheTable() {
    forAll(
        any -> {
          RowDigest key1 = new RowDigest(any.aLong(), any.aLong());
          RowDigest key2 = key1.plus(new RowDigest(any.aLong(), any.aLong() | 1));
          RowDigest value1 = new RowDigest(any.aLong(), any.aLong());
          RowDigest value2 = value1.plus(new RowDigest(any.aLong(), any.aLong() | 1));
          assertThat(TableDigest.EMPTY.plus(key1.plus(value1)).plus(key2.plus(value2)))
              .isNotEqualTo(TableDigest.EMPTY.plus(key1.plus(value2)).plus(key2.plus(value1)));
        });
  }

  @Test
  void tableDigestIsASumModulo128Bits() {
    forAll(
        any -> {
          long high1 = any.aLong();
          long low1 = any.aLong();
          long high2 = any.aLong();
          long low2 = any.aLong();
          TableDigest one = TableDigest.EMPTY.plus(new RowDigest(high1, low1));
          TableDigest two = one.plus(new RowDigest(high2, low2));
          TableDigest other = TableDigest.EMPTY.plus(new RowDigest(high2, low2));
          BigInteger expected =
              new BigInteger(one.hex(), 16)
                  .add(new BigInteger(other.hex(), 16))
                  .mod(BigInteger.ONE.shiftLeft(128));

          assertThat(new BigInteger(two.hex(), 16)).isEqualTo(expected);
          assertThat(
                  two.minus(new RowDigest(high1, low1)).minus(new RowDigest(high2, low2)).isZero())
              .isTrue();
        });
  }

  @Test
  void integersAndDecimalsOfAnyScaleAgreeExactlyWhenTheyAreEqual() {
    forAll(
        any -> {
          long one = any.aLong(-100_000, 100_000);
          long two = any.oneOf(one, any.aLong(-100_000, 100_000));
          int scale = any.anInt(0, 25);
          Schema decimal = decimal(40, scale);
          BigDecimal scaled = BigDecimal.valueOf(two).setScale(scale);
          ByteBuffer unscaled = ByteBuffer.wrap(scaled.unscaledValue().toByteArray());

          assertThat(
                  Rows.digest(decimal, ColumnKind.DECIMAL, unscaled)
                      .equals(Rows.digest(Rows.LONG, ColumnKind.INTEGER, one)))
              .isEqualTo(one == two);
        });
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

  private static GenericRecord anyRow(Any any) {
    return Rows.row(
        SCHEMA,
        any.aLong(),
        any.orNull(20, RowPropertiesTest::anyText),
        any.orNull(20, RowPropertiesTest::anyText),
        ByteBuffer.wrap(BigInteger.valueOf(any.aLong()).toByteArray()),
        any.orNull(20, item -> ByteBuffer.wrap(item.bytes(5))),
        any.aLong(-10_000_000_000_000L, 200_000_000_000_000_000L),
        any.orNull(10, item -> item.aLong(0, 3)),
        any.anInt(-100_000, 1_000_000),
        any.orNull(10, Any::aDouble),
        any.orNull(10, Any::aBoolean));
  }

  private static String anyText(Any any) {
    return any.aBoolean() ? any.text(0, 8) : any.textOf("aA \0ß😀", 0, 4);
  }
}
