package dev.lockstep.schema.codec;

import static dev.lockstep.testing.property.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

/** Any schema, any data, against Avro's own reader and writer as oracle. */
class AvroCodecPropertyTest {

  private static final Map<String, Object> CONFIG =
      Map.of(ConfluentConfig.URL, "mock://codec-property", ConfluentConfig.CACHED_SCHEMAS, 20);

  private final AvroSerde<GenericRecord> serde = Avro.generic(CONFIG, false);

  @Test
  void whatIsWrittenIsReadBack() {
    forAll(
        500,
        any -> {
          long seed = any.aLong();
          GenericRecord record = record(seed);

          byte[] bytes = serde.serializer().serialize("t", record);

          assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(record);
        });
  }

  @Test
  void theBodyIsPlainAvro() {
    forAll(
        300,
        any -> {
          long seed = any.aLong();
          GenericRecord record = record(seed);
          Schema schema = record.getSchema();
          ByteArrayOutputStream expected = new ByteArrayOutputStream();
          BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(expected, null);
          new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
          encoder.flush();

          byte[] bytes = serde.serializer().serialize("t", record);

          assertThat(Arrays.copyOfRange(bytes, 5, bytes.length)).isEqualTo(expected.toByteArray());
          GenericRecord read =
              oracle(schema)
                  .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
          assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(read);
        });
  }

  @Test
  void aCutRecordIsAnErrorAndNeverAnother() {
    forAll(
        500,
        any -> {
          long seed = any.aLong();
          int cut = any.anInt(1, 1_000_000);
          byte[] bytes = serde.serializer().serialize("t", record(seed));
          byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1 - cut % bytes.length);

          if (bytes.length > 5) {
            assertThatThrownBy(() -> serde.deserializer().deserialize("t", shorter))
                .isInstanceOf(SerializationException.class);
          }
        });
  }

  @Test
  void aDamagedRecordNeverEscapesAsAnotherError() {
    forAll(
        500,
        any -> {
          long seed = any.aLong();
          int at = any.anInt(0, 1_000_000);
          byte value = any.aByte();
          byte[] bytes = serde.serializer().serialize("t", record(seed));
          if (bytes.length > 5) {
            bytes[5 + at % (bytes.length - 5)] = value;
          }

          try {
            serde.deserializer().deserialize("t", bytes);
          } catch (SerializationException expected) {
            assertThat(expected).hasMessageContaining("of t");
          }
        });
  }

  /** Avro's resolving reader, made to give Java strings as ours does. */
  private static GenericDatumReader<GenericRecord> oracle(Schema schema) {
    GenericData data = new GenericData();
    data.setFastReaderEnabled(false);
    return new GenericDatumReader<>(schema, schema, data) {
      @Override
      protected Class<?> findStringClass(Schema string) {
        return String.class;
      }
    };
  }

  private static GenericRecord record(long seed) {
    RandomRecords random = new RandomRecords(seed);
    return random.value(random.record(3));
  }
}
