package dev.lockstep.bench;

import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.row.ColumnRules;
import dev.lockstep.schema.row.KeyShape;
import dev.lockstep.schema.row.RowDigest;
import dev.lockstep.schema.row.RowShape;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** One row of eight columns through the codec, the canonical digest and the partitioner. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HotPathBenchmark {

  private static final String TOPIC = "shop.shop.orders";

  private final Map<String, Object> registry = Map.of("schema.registry.url", "mock://bench");
  private final Schema keySchema =
      SchemaBuilder.record("Key").fields().requiredLong("id").endRecord();
  private final Schema rowSchema = rowSchema();
  private final GenericRecord key = key();
  private final GenericRecord row = row();
  private final RowShape rowShape = RowShape.of(rowSchema, ColumnRules.NONE);
  private final KeyShape keyShape = KeyShape.of(keySchema);
  private final Serializer<GenericRecord> serializer = Avro.generic(registry, false).serializer();
  private final Deserializer<GenericRecord> deserializer =
      Avro.generic(registry, false).deserializer();
  private byte[] wire = new byte[0];

  /** Runs all benchmarks of this class. */
  public static void main(String[] args) throws RunnerException {
    new Runner(new OptionsBuilder().include(HotPathBenchmark.class.getSimpleName()).build()).run();
  }

  @Setup
  public void serializeOnce() {
    wire = serializer.serialize(TOPIC, row);
  }

  @Benchmark
  public RowDigest digestRow() {
    return rowShape.digest(row);
  }

  @Benchmark
  public int partitionKey() {
    return keyShape.partition(key, 4);
  }

  @Benchmark
  public byte[] serializeRow() {
    return serializer.serialize(TOPIC, row);
  }

  @Benchmark
  public GenericRecord deserializeRow() {
    return deserializer.deserialize(TOPIC, wire);
  }

  private static Schema rowSchema() {
    Schema amount = LogicalTypes.decimal(10, 2).addToSchema(Schema.create(Schema.Type.BYTES));
    Schema micros =
        LogicalTypes.localTimestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
    return SchemaBuilder.record("Value")
        .fields()
        .requiredLong("id")
        .requiredLong("customer_id")
        .requiredString("status")
        .optionalString("note")
        .name("amount")
        .type(amount)
        .noDefault()
        .name("placed_at")
        .type(micros)
        .noDefault()
        .requiredInt("items")
        .requiredBoolean("paid")
        .endRecord();
  }

  private GenericRecord key() {
    GenericRecord record = new GenericData.Record(keySchema);
    record.put("id", 4711L);
    return record;
  }

  private GenericRecord row() {
    GenericRecord record = new GenericData.Record(rowSchema);
    record.put("id", 4711L);
    record.put("customer_id", 42L);
    record.put("status", "shipped");
    record.put("note", "leave it with the neighbour, please");
    BigDecimal amount = new BigDecimal("1234.50");
    record.put("amount", ByteBuffer.wrap(amount.unscaledValue().toByteArray()));
    record.put("placed_at", 1_790_000_000_123_456L);
    record.put("items", 3);
    record.put("paid", true);
    return record;
  }
}
