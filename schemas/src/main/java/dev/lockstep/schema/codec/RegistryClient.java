package dev.lockstep.schema.codec;

import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * The calls on a schema registry that reading and writing need.
 *
 * <p>Implementations are safe for use by many threads. Answers that cannot change (a schema's id,
 * an id's schema) are cached within a bound; {@link #latest} is asked anew each time. Every method
 * throws {@link RegistryException} when the registry refuses or cannot be reached.
 */
public interface RegistryClient {

  /**
   * The client for this configuration, Confluent's keys; equal connection settings share one client
   * and so its caches and connections.
   */
  static RegistryClient of(Map<String, ?> config) {
    return RegistryClients.shared(ConfluentConfig.of(config, false).registry());
  }

  /** The id of the schema under the subject, registered if it was not. */
  int register(String subject, Schema schema);

  /** The id of the schema under the subject, which must hold it. */
  int idOf(String subject, Schema schema);

  /** The schema of an id that a record carries. */
  Schema byId(int id);

  /** The newest version of the subject. */
  RegisteredSchema latest(String subject);

  /**
   * Sets the compatibility level of one subject, such as {@code NONE} or {@code BACKWARD}. Readers
   * that resolve need a level; for change topics, a column added {@code NOT NULL} must not stop the
   * capture.
   */
  void setCompatibility(String subject, String level);

  /** Every subject. */
  List<String> subjects();
}
