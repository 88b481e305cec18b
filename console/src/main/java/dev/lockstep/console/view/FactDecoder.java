package dev.lockstep.console.view;

import dev.lockstep.console.fact.FactKinds;
import dev.lockstep.flow.Configured;
import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.codec.AvroSerde;
import dev.lockstep.schema.codec.RegistryException;
import dev.lockstep.schema.codec.RegistryWait;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Folds one record of a topic into the view; a record without a value says that its key is gone.
 */
final class FactDecoder implements AutoCloseable {

  private final AvroSerde<SpecificRecord> keys;
  private final AvroSerde<SpecificRecord> values;
  private final FactKinds kinds;
  private final Configured configured;
  private final ConsoleView view;

  FactDecoder(
      Map<String, Object> registryConfig,
      FactKinds kinds,
      Configured configured,
      ConsoleView view) {
    this.kinds = kinds;
    this.configured = configured;
    keys = Avro.specific(registryConfig, true);
    values = Avro.specific(registryConfig, false);
    this.view = view;
  }

  /**
   * Folds a record.
   *
   * @return why the record could not be read, if so
   * @throws RegistryException when the record has to wait for the registry
   */
  Optional<String> fold(ConsumerRecord<byte[], byte[]> message) {
    try {
      SpecificRecord value = values.deserializer().deserialize(message.topic(), message.value());
      if (value != null) {
        if (kinds.concerns(value, configured)) {
          view.said(value);
        }
      } else if (message.key() != null) {
        view.ended(
            message.topic(), keys.deserializer().deserialize(message.topic(), message.key()));
      }
      return Optional.empty();
    } catch (SerializationException e) {
      RegistryWait.throwIfDue(e);
      return Optional.of(where(message) + e.getMessage());
    } catch (ClassCastException | IllegalArgumentException e) {
      return Optional.of(where(message) + e.getMessage());
    }
  }

  private static String where(ConsumerRecord<byte[], byte[]> message) {
    return "%s partition %d offset %d: "
        .formatted(message.topic(), message.partition(), message.offset());
  }

  @Override
  public void close() {
    keys.close();
    values.close();
  }
}
