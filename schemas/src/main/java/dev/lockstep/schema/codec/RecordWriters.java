package dev.lockstep.schema.codec;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;

/** How records of one schema are written: as they are, or as a newer version of their subject. */
final class RecordWriters {

  /** Writes records of one schema. Safe for use by many threads. */
  interface RecordWriter {
    void write(IndexedRecord record, Encoder out) throws IOException;
  }

  private RecordWriters() {}

  /** Writes with the record's own schema. */
  static RecordWriter of(IndexedRecord record) {
    DatumWriter<IndexedRecord> writer = datumWriter(record);
    return writer::write;
  }

  /**
   * Writes as the newest version of the subject. Fields are matched by name, through Avro's
   * resolution: positions may differ between the two schemas.
   */
  static RecordWriter as(RegisteredSchema latest, IndexedRecord record, boolean strict) {
    Schema own = record.getSchema();
    if (own.equals(latest.schema())) {
      return of(record);
    }
    var pair = SchemaCompatibility.checkReaderWriterCompatibility(latest.schema(), own);
    if (strict && pair.getType() != SchemaCompatibilityType.COMPATIBLE) {
      throw new SerializationException(
          "Version "
              + latest.version()
              + " of subject '"
              + latest.subject()
              + "' cannot hold a record of schema "
              + own.getFullName()
              + ": "
              + pair.getResult().getIncompatibilities());
    }
    DatumWriter<IndexedRecord> ownWriter = datumWriter(record);
    GenericDatumReader<IndexedRecord> resolve =
        new GenericDatumReader<>(own, latest.schema(), GenericData.get());
    GenericDatumWriter<IndexedRecord> latestWriter =
        new GenericDatumWriter<>(latest.schema(), GenericData.get());
    return (written, out) -> {
      RecordBuffer copy = new RecordBuffer();
      Encoder toCopy = EncoderFactory.get().directBinaryEncoder(copy, null);
      ownWriter.write(written, toCopy);
      toCopy.flush();
      latestWriter.write(
          resolve.read(null, DecoderFactory.get().binaryDecoder(copy.toBytes(), null)), out);
    };
  }

  private static DatumWriter<IndexedRecord> datumWriter(IndexedRecord record) {
    return record instanceof SpecificRecord
        ? new SpecificDatumWriter<>(record.getSchema(), SpecificData.getForClass(record.getClass()))
        : new GenericDatumWriter<>(record.getSchema(), GenericData.get());
  }
}
