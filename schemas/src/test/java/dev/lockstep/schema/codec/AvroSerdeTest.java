package dev.lockstep.schema.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.schema.event.EndpointKey;
import dev.lockstep.schema.event.IdKey;
import dev.lockstep.schema.event.TableLag;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class AvroSerdeTest {

  private static final Schema V1 =
      SchemaBuilder.record("shop.Order")
          .fields()
          .requiredLong("id")
          .requiredString("name")
          .endRecord();
  private static final Schema V2 =
      SchemaBuilder.record("shop.Order")
          .fields()
          .optionalString("note")
          .requiredString("name")
          .requiredLong("id")
          .endRecord();

  private final String scope = "mock://" + UUID.randomUUID();

  @Test
  void writesMagicByteIdAndAvroBinary() {
    byte[] bytes =
        Avro.generic(config(), false).serializer().serialize("orders", order(V1, 3, "ab"));

    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("00" + "00000001" + "06" + "04" + "6162");
  }

  @Test
  void readsAnIdOfFourBytes() {
    assertThat(WireFormat.schemaId("t", new byte[] {0, (byte) 0x81, 2, 3, (byte) 0xff}))
        .isEqualTo(0x810203ff);
  }

  @Test
  void nullStaysNull() {
    AvroSerde<GenericRecord> serde = Avro.generic(config(), false);

    assertThat(serde.serializer().serialize("t", null)).isNull();
    assertThat(serde.deserializer().deserialize("t", null)).isNull();
  }

  @Test
  void readsIntoGeneratedClassesWithLogicalTypes() {
    TableLag lag = lag(Instant.parse("2026-01-02T03:04:05.678901Z"));
    AvroSerde<TableLag> serde = Avro.specific(config(), false);

    TableLag read =
        serde.deserializer().deserialize("lag", serde.serializer().serialize("lag", lag));

    assertThat(read).isEqualTo(lag).isExactlyInstanceOf(TableLag.class);
  }

  @Test
  void readsAGeneratedClassAsGenericWithJavaStrings() {
    byte[] bytes =
        Avro.<TableLag>specific(config(), false).serializer().serialize("lag", lag(Instant.EPOCH));

    GenericRecord read = Avro.generic(config(), false).deserializer().deserialize("lag", bytes);

    assertThat(read.get("table")).isEqualTo("shop.orders").isInstanceOf(String.class);
    assertThat(read.get("windowStart")).isEqualTo(0L);
  }

  @Test
  void leavesDecimalsAsBytes() {
    Schema schema =
        SchemaBuilder.record("D")
            .fields()
            .name("d")
            .type(LogicalTypes.decimal(4, 2).addToSchema(Schema.create(Schema.Type.BYTES)))
            .noDefault()
            .endRecord();
    ByteBuffer unscaled = ByteBuffer.wrap(new byte[] {4, (byte) 0xd2});
    AvroSerde<GenericRecord> serde = Avro.generic(config(), false);

    GenericRecord written = new GenericRecordBuilder(schema).set("d", unscaled).build();
    GenericRecord read =
        serde.deserializer().deserialize("t", serde.serializer().serialize("t", written));

    assertThat(read.get("d")).isEqualTo(unscaled);
  }

  @Test
  void aNewerWriterIsReadIntoTheClassAtHand() {
    Schema newer =
        SchemaBuilder.record("dev.lockstep.schema.event.IdKey")
            .fields()
            .optionalLong("added")
            .requiredString("id")
            .endRecord();
    GenericRecord written = new GenericRecordBuilder(newer).set("added", 7L).set("id", "x").build();
    byte[] bytes = Avro.generic(config(), true).serializer().serialize("t", written);

    IdKey read = Avro.<IdKey>specific(config(), true).deserializer().deserialize("t", bytes);

    assertThat(read).isEqualTo(new IdKey("x"));
  }

  @Test
  void readsARecordThatHoldsItself() {
    Schema node =
        new Schema.Parser()
            .parse(
                """
                {"type":"record","name":"Node","fields":[
                  {"name":"v","type":"int"},{"name":"next","type":["null","Node"]}]}""");
    GenericRecord tail = new GenericRecordBuilder(node).set("v", 2).set("next", null).build();
    GenericRecord head = new GenericRecordBuilder(node).set("v", 1).set("next", tail).build();
    AvroSerde<GenericRecord> serde = Avro.generic(config(), false);

    assertThat(serde.deserializer().deserialize("t", serde.serializer().serialize("t", head)))
        .isEqualTo(head);
  }

  @Test
  void equalSchemasInDifferentObjectsShareOneId() {
    AvroSerde<GenericRecord> serde = Avro.generic(config(), false);
    Schema copy = new Schema.Parser().parse(V1.toString());

    byte[] first = serde.serializer().serialize("t", order(V1, 1, "a"));
    byte[] second = serde.serializer().serialize("t", order(copy, 1, "a"));

    assertThat(second).isEqualTo(first);
    assertThat(RegistryClient.of(config()).subjects()).containsExactly("t-value");
  }

  @Test
  void manyMoreSchemasThanTheCacheHoldsAreStillRight() {
    Map<String, Object> config = config();
    config.put(ConfluentConfig.CACHED_SCHEMAS, 3);
    AvroSerde<GenericRecord> serde = Avro.generic(config, false);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 20; i++) {
        GenericRecord record =
            new GenericRecordBuilder(
                    SchemaBuilder.record("R" + i).fields().requiredInt("n").endRecord())
                .set("n", i)
                .build();
        byte[] bytes = serde.serializer().serialize("t", record);
        assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(record);
      }
    }
  }

  @Test
  void namesSubjectsByStrategy() {
    Map<String, Object> config = config();
    config.put(
        "value.subject.name.strategy",
        "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy");
    Avro.generic(config, false).serializer().serialize("t", order(V1, 1, "a"));
    Avro.specific(config, true).serializer().serialize("t", new EndpointKey("shop"));

    assertThat(RegistryClient.of(config).subjects())
        .containsExactlyInAnyOrder("t-shop.Order", "t-key");
  }

  @Test
  void writesWithTheNewestVersionByFieldName() {
    RegistryClient.of(config()).register("t-value", V2);
    Map<String, Object> config = config();
    config.put(ConfluentConfig.AUTO_REGISTER, "false");
    config.put(ConfluentConfig.USE_LATEST, "true");
    AvroSerde<GenericRecord> serde = Avro.generic(config, false);

    byte[] bytes = serde.serializer().serialize("t", order(V1, 5, "n"));

    GenericData.Record expected = new GenericData.Record(V2);
    expected.put("id", 5L);
    expected.put("name", "n");
    assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(expected);
  }

  @Test
  void refusesARecordThatTheNewestVersionCannotHold() {
    Schema other = SchemaBuilder.record("shop.Order").fields().requiredLong("must").endRecord();
    RegistryClient.of(config()).register("t-value", other);
    Map<String, Object> config = config();
    config.put(ConfluentConfig.AUTO_REGISTER, false);
    config.put(ConfluentConfig.USE_LATEST, true);

    assertThatThrownBy(
            () -> Avro.generic(config, false).serializer().serialize("t", order(V1, 1, "a")))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("t-value")
        .hasMessageContaining("must");
  }

  @Test
  void withoutRegistrationAnUnknownSubjectIsNamed() {
    Map<String, Object> config = config();
    config.put(ConfluentConfig.AUTO_REGISTER, false);

    assertThatThrownBy(
            () -> Avro.generic(config, false).serializer().serialize("t", order(V1, 1, "a")))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("'t-value'")
        .hasMessageContaining("not registered");
  }

  @Test
  void anUnknownIdIsNamedWithItsTopic() {
    byte[] unknown = {0, 0, 0, 0, 77, 0};

    assertThatThrownBy(() -> Avro.generic(config(), false).deserializer().deserialize("t", unknown))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("77")
        .hasMessageContaining("of t");
  }

  @Test
  void jsonInsteadOfAvroIsToldApart() {
    assertThatThrownBy(
            () ->
                Avro.generic(config(), false)
                    .deserializer()
                    .deserialize("t", "{\"a\":1}".getBytes()))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("0x7b");
  }

  @Test
  void aMissingClassIsNamed() {
    byte[] bytes = Avro.generic(config(), false).serializer().serialize("t", order(V1, 1, "a"));

    assertThatThrownBy(() -> Avro.specific(config(), false).deserializer().deserialize("t", bytes))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("shop.Order");
  }

  @Test
  void aNullInARequiredFieldNamesTopicAndSchema() {
    GenericRecord broken = new GenericData.Record(V1);

    assertThatThrownBy(() -> Avro.generic(config(), false).serializer().serialize("t", broken))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("for t")
        .hasMessageContaining("shop.Order");
  }

  @Test
  void oneSerdeServesManyThreads() throws Exception {
    AvroSerde<GenericRecord> serde = Avro.generic(config(), false);
    try (var threads = Executors.newFixedThreadPool(8)) {
      var all =
          IntStream.range(0, 8)
              .<Callable<Boolean>>mapToObj(
                  n ->
                      () -> {
                        for (int i = 0; i < 2_000; i++) {
                          GenericRecord record = order(i % 2 == 0 ? V1 : V2, i, "n" + n);
                          byte[] bytes = serde.serializer().serialize("t", record);
                          if (!record.equals(serde.deserializer().deserialize("t", bytes))) {
                            return false;
                          }
                        }
                        return true;
                      })
              .toList();
      for (var done : threads.invokeAll(all)) {
        assertThat(done.get()).isTrue();
      }
    }
  }

  @Test
  void badConfigurationNamesItsKey() {
    assertThatThrownBy(() -> Avro.generic(Map.of(), false))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(ConfluentConfig.URL);
    assertThatThrownBy(
            () ->
                Avro.generic(
                    Map.of(ConfluentConfig.URL, scope, ConfluentConfig.AUTO_REGISTER, "yes"),
                    false))
        .hasMessageContaining(ConfluentConfig.AUTO_REGISTER);
    assertThatThrownBy(
            () ->
                Avro.generic(
                    Map.of(ConfluentConfig.URL, scope, "value.subject.name.strategy", "Mine"),
                    false))
        .hasMessageContaining("value.subject.name.strategy")
        .hasMessageContaining("TopicNameStrategy");
  }

  private Map<String, Object> config() {
    return new HashMap<>(Map.of(ConfluentConfig.URL, scope));
  }

  private static GenericRecord order(Schema schema, long id, String name) {
    GenericData.Record record = new GenericData.Record(schema);
    record.put("id", id);
    record.put("name", name);
    return record;
  }

  private static TableLag lag(Instant start) {
    return TableLag.newBuilder()
        .setFlow("shop")
        .setTable("shop.orders")
        .setWindowStart(start)
        .setWindowMillis(1000)
        .setChanges(1)
        .setP50Millis(2)
        .setP95Millis(3)
        .setP99Millis(4)
        .setMaxMillis(5)
        .setUncertaintyMillis(0)
        .setOldestInFlightMillis(0)
        .build();
  }
}
