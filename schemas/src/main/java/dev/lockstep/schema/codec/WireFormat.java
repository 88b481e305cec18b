package dev.lockstep.schema.codec;

import org.apache.kafka.common.errors.SerializationException;

/** Confluent's wire format: byte 0, the schema's id as four bytes big-endian, then Avro binary. */
final class WireFormat {

  static final int HEADER_BYTES = 5;
  private static final byte MAGIC = 0;

  private WireFormat() {}

  static void writeHeader(byte[] out, int id) {
    out[0] = MAGIC;
    out[1] = (byte) (id >>> 24);
    out[2] = (byte) (id >>> 16);
    out[3] = (byte) (id >>> 8);
    out[4] = (byte) id;
  }

  static int schemaId(String topic, byte[] data) {
    if (data.length < HEADER_BYTES) {
      throw new SerializationException(
          "A record of "
              + topic
              + " has "
              + data.length
              + " bytes: too short for the Confluent wire format");
    }
    if (data[0] != MAGIC) {
      throw new SerializationException(
          String.format(
              "A record of %s begins with byte 0x%02x: not in the Confluent wire format, which"
                  + " begins with 0x00",
              topic, data[0]));
    }
    return (data[1] & 0xff) << 24
        | (data[2] & 0xff) << 16
        | (data[3] & 0xff) << 8
        | (data[4] & 0xff);
  }
}
