package dev.lockstep.console.view;

import dev.lockstep.flow.Configured;
import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.codec.AvroSerde;
import dev.lockstep.schema.codec.RegistryException;
import dev.lockstep.schema.codec.RegistryWait;
import dev.lockstep.schema.event.Alert;
import dev.lockstep.schema.event.ComponentKey;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.DeadLetter;
import dev.lockstep.schema.event.IdKey;
import dev.lockstep.schema.event.TableKey;
import dev.lockstep.schema.event.TableLag;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.schema.event.Verdict;
import dev.lockstep.schema.topic.Topics;
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
  private final Configured configured;
  private final ConsoleView view;

  FactDecoder(Map<String, Object> registryConfig, Configured configured, ConsoleView view) {
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
        if (concerns(value)) {
          said(value);
        }
      } else if (message.key() != null) {
        gone(message.topic(), keys.deserializer().deserialize(message.topic(), message.key()));
      }
      return Optional.empty();
    } catch (SerializationException e) {
      RegistryWait.throwIfDue(e);
      return Optional.of(where(message) + e.getMessage());
    } catch (ClassCastException | IllegalArgumentException e) {
      return Optional.of(where(message) + e.getMessage());
    }
  }

  private boolean concerns(SpecificRecord fact) {
    return switch (fact) {
      case TableStatus status -> configured.table(status.getFlow(), status.getTable());
      case TableLag lag -> configured.table(lag.getFlow(), lag.getTable());
      case Verdict verdict -> configured.table(verdict.getFlow(), verdict.getTable());
      case ComponentStatus status -> configured.concerns(status);
      default -> true;
    };
  }

  private void said(SpecificRecord fact) {
    switch (fact) {
      case TableStatus status -> view.table(status);
      case TableLag lag -> view.lag(lag);
      case Verdict verdict -> view.verdict(verdict);
      case Alert alert -> view.alert(alert);
      case ComponentStatus status -> view.component(status);
      case DeadLetter letter -> view.deadLetter(letter);
      default ->
          throw new IllegalArgumentException("not a fact: " + fact.getSchema().getFullName());
    }
  }

  private void gone(String topic, SpecificRecord key) {
    switch (key) {
      case TableKey table when topic.equals(Topics.TABLE_STATUS.name()) ->
          view.tableGone(table.getFlow(), table.getTable());
      case ComponentKey component ->
          view.componentGone(component.getProgram(), component.getSubject(), component.getTable());
      case IdKey id when topic.equals(Topics.ALERTS_STATE.name()) -> view.alertGone(id.getId());
      default -> {
        // Verdicts, lag and dead letters are history: a missing value takes nothing back.
      }
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
