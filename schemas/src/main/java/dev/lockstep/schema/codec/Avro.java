package dev.lockstep.schema.codec;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;

/** Configured serdes. */
public final class Avro {

  private Avro() {}

  /** A serde for generated classes. */
  public static <T extends SpecificRecord> AvroSerde<T> specific(
      Map<String, ?> registryConfig, boolean key) {
    return serde(registryConfig, key, true);
  }

  /** A serde for generic records: strings are {@link String}, decimals stay bytes. */
  public static AvroSerde<GenericRecord> generic(Map<String, ?> registryConfig, boolean key) {
    return serde(registryConfig, key, false);
  }

  private static <T extends IndexedRecord> AvroSerde<T> serde(
      Map<String, ?> registryConfig, boolean key, boolean specific) {
    Map<String, Object> config = new HashMap<>(registryConfig);
    config.put(ConfluentConfig.SPECIFIC_READER, specific);
    AvroSerde<T> serde = new AvroSerde<>();
    serde.configure(config, key);
    return serde;
  }
}
