package dev.lockstep.schema.codec;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * How records written with one schema are read: generic as written, or resolved to a class's
 * schema.
 */
final class RecordReaders {

  /** Reads records of one writer's schema. Safe for use by many threads. */
  interface RecordReader {
    @Nullable Object read(byte[] data, int offset) throws IOException;
  }

  private static final ThreadLocal<@Nullable BinaryDecoder> DECODERS = new ThreadLocal<>();

  private RecordReaders() {}

  static RecordReader of(Schema writer, ConfluentConfig config) {
    if (!config.specific()) {
      return new GenericReader(writer)::read;
    }
    Class<? extends IndexedRecord> type = recordClass(writer, config);
    SpecificData data = SpecificData.getForClass(type);
    SpecificDatumReader<Object> reader =
        new SpecificDatumReader<>(writer, data.getSchema(type), data);
    return (bytes, offset) -> readSpecific(reader, bytes, offset);
  }

  private static Object readSpecific(SpecificDatumReader<Object> reader, byte[] bytes, int offset)
      throws IOException {
    BinaryDecoder in =
        DecoderFactory.get().binaryDecoder(bytes, offset, bytes.length - offset, DECODERS.get());
    DECODERS.set(in);
    Object record = reader.read(null, in);
    if (!in.isEnd()) {
      throw new IOException("bytes are left over after the record");
    }
    return record;
  }

  private static Class<? extends IndexedRecord> recordClass(Schema writer, ConfluentConfig config) {
    String name = config.specificType().orElse(writer.getFullName());
    Class<?> type = null;
    if (config.specificType().isPresent()) {
      try {
        type = Class.forName(name, true, Thread.currentThread().getContextClassLoader());
      } catch (ClassNotFoundException e) {
        // Reported below, as for a class that the schema names.
      }
    } else {
      type = SpecificData.get().getClass(writer);
    }
    if (type == null || !SpecificRecord.class.isAssignableFrom(type)) {
      throw new SerializationException(
          "There is no generated class "
              + name
              + " to read the record into. Put it on the class path, or set "
              + ConfluentConfig.SPECIFIC_READER
              + " to false");
    }
    return type.asSubclass(SpecificRecord.class);
  }
}
