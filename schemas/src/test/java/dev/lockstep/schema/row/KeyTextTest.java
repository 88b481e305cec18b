package dev.lockstep.schema.row;

import static dev.lockstep.schema.row.Rows.column;
import static dev.lockstep.schema.row.Rows.row;
import static dev.lockstep.schema.row.Rows.schema;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/** Goal: a key reads the same from its record and from the identity that state keeps. */
class KeyTextTest {

  private record Kind(Schema type, ColumnKind kind, Function<Random, Object> values) {}

  private static final Kind[] KINDS = {
    new Kind(Rows.INT, ColumnKind.INTEGER, Random::nextInt),
    new Kind(Rows.LONG, ColumnKind.INTEGER, Random::nextLong),
    new Kind(Rows.BOOLEAN, ColumnKind.BOOLEAN, Random::nextBoolean),
    new Kind(Rows.INT, ColumnKind.BOOLEAN, random -> random.nextInt(2)),
    new Kind(Rows.decimal(38, 6), ColumnKind.DECIMAL, KeyTextTest::decimal),
    new Kind(Rows.TEXT, ColumnKind.TEXT, KeyTextTest::text),
    new Kind(Rows.TEXT, ColumnKind.UUID, random -> new UUID(random.nextLong(), 7).toString()),
    new Kind(Rows.TEXT, ColumnKind.UUID, KeyTextTest::text),
    new Kind(Rows.BYTES, ColumnKind.BYTES, KeyTextTest::bytes),
    new Kind(Rows.DOUBLE, ColumnKind.FLOAT, KeyTextTest::real),
    new Kind(Schema.create(Schema.Type.FLOAT), ColumnKind.FLOAT, random -> (float) real(random)),
    new Kind(
        Rows.logical(Schema.Type.INT, LogicalTypes.date()),
        ColumnKind.DATE,
        random -> random.nextInt(3_000_000) - 1_000_000),
    new Kind(
        Rows.logical(Schema.Type.LONG, LogicalTypes.timeMicros()),
        ColumnKind.TIME,
        random -> random.nextLong(-3_020_399_000_000L, 3_020_399_000_000L)),
    new Kind(
        Rows.logical(Schema.Type.LONG, LogicalTypes.localTimestampMicros()),
        ColumnKind.LOCAL_TIMESTAMP,
        random -> random.nextLong(-60_000_000_000_000_000L, 250_000_000_000_000_000L)),
    new Kind(
        Rows.logical(Schema.Type.LONG, LogicalTypes.timestampMillis()),
        ColumnKind.INSTANT,
        random -> random.nextLong(-60_000_000_000_000L, 250_000_000_000_000L)),
  };

  @Test
  void readsTheSameFromRecordAndIdentity() {
    long seed = Long.getLong("lockstep.property.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int tries = 0; tries < 20_000; tries++) {
      int count = 1 + random.nextInt(3);
      Rows.Column[] columns = new Rows.Column[count];
      Object[] values = new Object[count];
      for (int i = 0; i < count; i++) {
        Kind kind = KINDS[random.nextInt(KINDS.length)];
        columns[i] = column("c" + (9 - i), kind.type, kind.kind);
        values[i] = random.nextInt(20) == 0 ? null : kind.values.apply(random);
      }
      Schema schema = schema(columns);
      KeyShape shape = KeyShape.of(schema);
      GenericRecord key = row(schema, values);
      assertThat(shape.text(shape.bytes(key)))
          .as("%s, repeat with -Dlockstep.property.seed=%d", key, seed)
          .hasValue(shape.text(key));
    }
  }

  @Test
  void bytesOfAnotherShapeHaveNoText() {
    Schema number = schema(column("id", Rows.LONG, ColumnKind.INTEGER));
    Schema text = schema(column("id", Rows.TEXT, ColumnKind.TEXT));
    byte[] bytes = KeyShape.of(number).bytes(row(number, 5L));
    assertThat(KeyShape.of(text).text(bytes)).isEmpty();
    assertThat(KeyShape.of(number).text(new byte[] {1, 0})).isEmpty();
    assertThat(KeyShape.of(number).text(new byte[] {1, 0, 1, 5, 9})).isEmpty();
  }

  private static ByteBuffer decimal(Random random) {
    return ByteBuffer.wrap(new BigInteger(random.nextInt(100), random).toByteArray());
  }

  private static double real(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> -0.0;
      case 1 -> Double.NaN;
      case 2 -> random.nextInt(1000);
      default -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
    };
  }

  private static String text(Random random) {
    String characters = "aB,=\\ \0\uD83D\uDE00\uD800ä€\u00FF";
    StringBuilder out = new StringBuilder();
    for (int left = random.nextInt(8); left > 0; left--) {
      out.append(characters.charAt(random.nextInt(characters.length())));
    }
    return out.toString();
  }

  private static ByteBuffer bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(6)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (random.nextInt(3) - 1);
    }
    return ByteBuffer.wrap(bytes);
  }
}
