package dev.lockstep.schema.row;

import static dev.lockstep.schema.row.Rows.bytes;
import static dev.lockstep.schema.row.Rows.column;
import static dev.lockstep.schema.row.Rows.decimal;
import static dev.lockstep.schema.row.Rows.digest;
import static dev.lockstep.schema.row.Rows.logical;
import static dev.lockstep.schema.row.Rows.row;
import static dev.lockstep.schema.row.Rows.schema;
import static dev.lockstep.schema.row.Rows.unscaled;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class RowDigestTest {

  private static final Schema MICROS =
      logical(Schema.Type.LONG, LogicalTypes.localTimestampMicros());
  private static final Schema MILLIS =
      logical(Schema.Type.LONG, LogicalTypes.localTimestampMillis());
  private static final Schema TIME = logical(Schema.Type.LONG, LogicalTypes.timeMicros());

  @Test
  void integerBigintAndDecimalColumnsAgreeOnEqualNumbers() {
    RowDigest asInt = digest(Rows.INT, ColumnKind.INTEGER, 1200);

    assertThat(digest(Rows.LONG, ColumnKind.INTEGER, 1200L)).isEqualTo(asInt);
    assertThat(digest(decimal(20, 0), ColumnKind.INTEGER, unscaled("1200"))).isEqualTo(asInt);
    assertThat(digest(decimal(10, 2), ColumnKind.DECIMAL, unscaled("1200.00"))).isEqualTo(asInt);
    assertThat(
            digest(
                decimal(30, 4),
                ColumnKind.DECIMAL,
                bytes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0xB7, 0x1B, 0)))
        .as("padded two's complement longer than a long")
        .isEqualTo(asInt);
    assertThat(digest(decimal(10, 2), ColumnKind.DECIMAL, unscaled("1200.01"))).isNotEqualTo(asInt);
  }

  @Test
  void nullEmptyTextAndEmptyBytesAreThreeThings() {
    Stream<RowDigest> digests =
        Stream.of(
            digest(Rows.TEXT, ColumnKind.TEXT, (Object) null),
            digest(Rows.TEXT, ColumnKind.TEXT, ""),
            digest(Rows.BYTES, ColumnKind.BYTES, bytes()));

    assertThat(digests).doesNotHaveDuplicates();
  }

  @Test
  void trailingSpaceCaseAccentAndLastMicrosecondCount() {
    assertThat(
            Stream.of("abc", "abc ", "ABC", "äbc", "abc\t", "abc\0", "a\u0308bc")
                .map(text -> digest(Rows.TEXT, ColumnKind.TEXT, text)))
        .doesNotHaveDuplicates();
    assertThat(digest(MICROS, ColumnKind.LOCAL_TIMESTAMP, 1_000_000L))
        .isNotEqualTo(digest(MICROS, ColumnKind.LOCAL_TIMESTAMP, 1_000_001L));
  }

  @Test
  void valueMovedToTheNextColumnCounts() {
    Schema schema =
        schema(
            column("a", Rows.TEXT, ColumnKind.TEXT),
            column("b", Rows.TEXT, ColumnKind.TEXT),
            column("c", Rows.TEXT, ColumnKind.TEXT));
    RowShape shape = RowShape.of(schema, ColumnRules.NONE);

    assertThat(
            Stream.of(
                    row(schema, "x", null, "y"),
                    row(schema, null, "x", "y"),
                    row(schema, "x", "y", null),
                    row(schema, "xy", null, null),
                    row(schema, "", "x", "y"))
                .map(shape::digest))
        .doesNotHaveDuplicates();
  }

  @Test
  void columnOrderColumnCaseAndColumnsThatAreNullDoNotCount() {
    Schema one =
        schema(column("a", Rows.INT, ColumnKind.INTEGER), column("b", Rows.TEXT, ColumnKind.TEXT));
    Schema other =
        schema(
            column("B", Rows.TEXT, ColumnKind.TEXT),
            column("added_later", Rows.TEXT, ColumnKind.TEXT),
            column("A", Rows.LONG, ColumnKind.INTEGER));

    assertThat(RowShape.of(other, ColumnRules.NONE).digest(row(other, "x", null, 7L)))
        .isEqualTo(RowShape.of(one, ColumnRules.NONE).digest(row(one, 7, "x")));
  }

  @Test
  void zeroHasNoSignAndNanIsOne() {
    double otherNan = Double.longBitsToDouble(0x7ff8000000000123L);

    assertThat(digest(Rows.DOUBLE, ColumnKind.FLOAT, -0.0))
        .isEqualTo(digest(Rows.DOUBLE, ColumnKind.FLOAT, 0.0));
    assertThat(digest(Rows.DOUBLE, ColumnKind.FLOAT, otherNan))
        .isEqualTo(digest(Rows.DOUBLE, ColumnKind.FLOAT, Double.NaN));
    assertThat(digest(Rows.DOUBLE, ColumnKind.FLOAT, Math.nextUp(1.0)))
        .isNotEqualTo(digest(Rows.DOUBLE, ColumnKind.FLOAT, 1.0));
  }

  @Test
  void precisionOfTheColumnDoesNotCountWhereTheTimeIsTheSame() {
    assertThat(digest(MILLIS, ColumnKind.LOCAL_TIMESTAMP, -1_500L))
        .isEqualTo(digest(MICROS, ColumnKind.LOCAL_TIMESTAMP, -1_500_000L));
  }

  @Test
  void rulesIgnoreTrimConvertAndCut() {
    ColumnRule asJson = ColumnRule.as(ColumnKind.JSON);
    ColumnRule millis = ColumnRule.digits(3);

    assertThat(digest(Rows.TEXT, ColumnKind.TEXT, ColumnRule.IGNORED, "x"))
        .isEqualTo(digest(Rows.TEXT, ColumnKind.TEXT, ColumnRule.IGNORED, "y"));
    assertThat(digest(Rows.TEXT, ColumnKind.TEXT, ColumnRule.TRIMMED, "x  "))
        .isEqualTo(digest(Rows.TEXT, ColumnKind.TEXT, ColumnRule.TRIMMED, "x"))
        .isNotEqualTo(digest(Rows.TEXT, ColumnKind.TEXT, ColumnRule.TRIMMED, " x"));
    assertThat(digest(Rows.TEXT, ColumnKind.TEXT, asJson, "{\"a\":1,\"b\":[]}"))
        .isEqualTo(digest(Rows.TEXT, ColumnKind.TEXT, asJson, "{ \"b\" : [ ], \"a\" : 1.0 }"));
    assertThat(digest(MICROS, ColumnKind.LOCAL_TIMESTAMP, millis, 1_000_999L))
        .isEqualTo(digest(MICROS, ColumnKind.LOCAL_TIMESTAMP, millis, 1_000_000L));
    assertThat(digest(TIME, ColumnKind.TIME, millis, -1_000_999L))
        .as("a length of time is cut towards zero")
        .isEqualTo(digest(TIME, ColumnKind.TIME, millis, -1_000_000L))
        .isNotEqualTo(digest(TIME, ColumnKind.TIME, millis, -1_001_000L));
    assertThat(digest(decimal(10, 3), ColumnKind.DECIMAL, ColumnRule.digits(2), unscaled("1.235")))
        .as("a number is rounded as databases round it")
        .isEqualTo(digest(decimal(10, 2), ColumnKind.DECIMAL, unscaled("1.24")));
  }

  @Test
  void valuesOfOtherKindsAgreeWhenReadAsTheSameKind() {
    assertThat(digest(Rows.TEXT, ColumnKind.TEXT, ColumnRule.as(ColumnKind.DECIMAL), " 1.50"))
        .isEqualTo(digest(decimal(10, 2), ColumnKind.DECIMAL, unscaled("1.50")));
    assertThat(digest(Rows.TEXT, ColumnKind.TEXT, ColumnRule.as(ColumnKind.INTEGER), "many"))
        .isNotEqualTo(digest(Rows.TEXT, ColumnKind.TEXT, ColumnRule.as(ColumnKind.INTEGER), "few"));
    assertThat(
            digest(
                Rows.TEXT,
                ColumnKind.TEXT,
                ColumnRule.as(ColumnKind.LOCAL_TIMESTAMP),
                "1970-01-01 00:00:01.5"))
        .isEqualTo(digest(MICROS, ColumnKind.LOCAL_TIMESTAMP, 1_500_000L));
    assertThat(
            digest(Rows.TEXT, ColumnKind.TEXT, ColumnRule.as(ColumnKind.TIME), "-838:59:58.999999"))
        .isEqualTo(digest(TIME, ColumnKind.TIME, -3_020_398_999_999L));
    assertThat(
            digest(
                Rows.TEXT,
                ColumnKind.TEXT,
                ColumnRule.as(ColumnKind.UUID),
                "{6F9619FF-8B86-D011-B42D-00CF4FC964FF}"))
        .isEqualTo(digest(Rows.TEXT, ColumnKind.UUID, "6f9619ff-8b86-d011-b42d-00cf4fc964ff"));
  }

  @Test
  void invalidJsonIsComparedAsItStandsAndNeverEqualsJson() {
    assertThat(
            Stream.of("{\"a\":1", "{\"a\":1}", "{a:1}", "", "NaN", "{} {}", "null")
                .map(text -> digest(Rows.TEXT, ColumnKind.JSON, text)))
        .doesNotHaveDuplicates();
    assertThat(digest(Rows.TEXT, ColumnKind.JSON, "[1e400000000]"))
        .as("a number that no memory holds when written out")
        .isEqualTo(digest(Rows.TEXT, ColumnKind.JSON, "[10E399999999]"));
    assertThat(digest(Rows.TEXT, ColumnKind.JSON, "{\"a\":1,\"a\":2}"))
        .as("the last of two equal keys wins")
        .isEqualTo(digest(Rows.TEXT, ColumnKind.JSON, "{\"a\":2}"));
  }

  @Test
  void collectionsAreReadByTheirKind() {
    Schema list = Schema.createArray(Rows.TEXT);
    Schema map = Schema.createMap(Rows.INT);

    assertThat(digest(list, ColumnKind.SET, List.of("a", "b")))
        .isEqualTo(digest(list, ColumnKind.SET, List.of("b", "a")));
    assertThat(digest(list, ColumnKind.LIST, List.of("a", "b")))
        .isNotEqualTo(digest(list, ColumnKind.LIST, List.of("b", "a")));
    assertThat(digest(map, ColumnKind.MAP, Map.of("a", 1, "b", 2)))
        .isNotEqualTo(digest(map, ColumnKind.MAP, Map.of("a", 2, "b", 1)));
  }

  @Test
  void digestOfAKnownRowStaysWhatItIs() {
    Schema schema =
        schema(
            column("id", Rows.LONG, ColumnKind.INTEGER),
            column("name", Rows.TEXT, ColumnKind.TEXT),
            column("price", decimal(10, 2), ColumnKind.DECIMAL));
    GenericRecord row = row(schema, 42L, "Zoë", unscaled("19.90"));

    assertThat(RowShape.of(schema, ColumnRules.NONE).digest(row).hex())
        .as("another digest makes every stored one worthless: raise CanonicalBuffer.VERSION")
        .isEqualTo("034ebe16ef4f906eaaac681769d49c08");
  }
}
