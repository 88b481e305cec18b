package dev.lockstep.schema.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Schemas and records from a seed, with the values that break codecs. */
final class RandomRecords {

  private static final long[] LONGS = {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 35};
  private static final int[] INTS = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE};
  private static final double[] DOUBLES = {
    0.0, -0.0, Double.NaN, Double.MIN_VALUE, Double.NEGATIVE_INFINITY
  };
  private static final float[] FLOATS = {0.0f, -0.0f, Float.NaN, Float.MIN_VALUE};
  private static final String[] STRINGS = {
    "", " ", "a ", "\u0000", "Ä\u0308", "\uD83D\uDE00", "'\"\\;--", "x".repeat(3_000)
  };

  private final Random random;
  private int names;

  RandomRecords(long seed) {
    this.random = new Random(seed);
  }

  Schema record(int depth) {
    int fields = random.nextInt(6);
    List<Schema.Field> list = new ArrayList<>();
    for (int i = 0; i < fields; i++) {
      list.add(new Schema.Field("f" + i, type(depth), null, (Object) null));
    }
    return Schema.createRecord("R" + names++, null, "shop.orders", false, list);
  }

  private Schema type(int depth) {
    return switch (random.nextInt(depth > 0 ? 15 : 11)) {
      case 0 -> Schema.create(Schema.Type.INT);
      case 1 -> Schema.create(Schema.Type.LONG);
      case 2 -> Schema.create(Schema.Type.FLOAT);
      case 3 -> Schema.create(Schema.Type.DOUBLE);
      case 4 -> Schema.create(Schema.Type.BOOLEAN);
      case 5 -> Schema.create(Schema.Type.STRING);
      case 6 -> Schema.create(Schema.Type.BYTES);
      case 7 -> Schema.createFixed("F" + names++, null, "shop", random.nextInt(20));
      case 8 -> Schema.createEnum("E" + names++, null, "shop", List.of("A", "B_b", "c"));
      case 9 -> LogicalTypes.decimal(20, 3).addToSchema(Schema.create(Schema.Type.BYTES));
      case 10 -> LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
      case 11 -> Schema.createArray(type(depth - 1));
      case 12 -> Schema.createMap(type(depth - 1));
      case 13 -> SchemaBuilder.unionOf().nullType().and().type(record(depth - 1)).endUnion();
      default -> record(depth - 1);
    };
  }

  GenericRecord value(Schema record) {
    return (GenericRecord) any(record);
  }

  private Object any(Schema schema) {
    return switch (schema.getType()) {
      case INT -> INTS[random.nextInt(INTS.length)];
      case LONG -> LONGS[random.nextInt(LONGS.length)];
      case FLOAT -> FLOATS[random.nextInt(FLOATS.length)];
      case DOUBLE -> DOUBLES[random.nextInt(DOUBLES.length)];
      case BOOLEAN -> random.nextBoolean();
      case STRING -> STRINGS[random.nextInt(STRINGS.length)];
      case BYTES -> ByteBuffer.wrap(bytes(random.nextInt(40)));
      case FIXED -> new GenericData.Fixed(schema, bytes(schema.getFixedSize()));
      case ENUM ->
          new GenericData.EnumSymbol(schema, schema.getEnumSymbols().get(random.nextInt(3)));
      case ARRAY -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(any(schema.getElementType()));
        }
        yield new GenericData.Array<>(schema, list);
      }
      case MAP -> {
        Map<String, Object> map = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          map.put("k" + i + STRINGS[random.nextInt(7)], any(schema.getValueType()));
        }
        yield map;
      }
      case UNION -> random.nextBoolean() ? null : any(schema.getTypes().get(1));
      case RECORD -> {
        GenericData.Record record = new GenericData.Record(schema);
        schema.getFields().forEach(field -> record.put(field.pos(), any(field.schema())));
        yield record;
      }
      case NULL -> null;
    };
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
