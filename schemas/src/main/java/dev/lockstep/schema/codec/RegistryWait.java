package dev.lockstep.schema.codec;

import org.apache.kafka.common.errors.SerializationException;

/**
 * What every program does with a record whose schema the registry does not give: it waits with that
 * record, says so, and reads it again later.
 *
 * <p>No answer, a refusal of who asks, an address that is no registry's, or an id that the registry
 * does not know (a registry that was swapped, or has not caught up) say nothing about the record:
 * passing it would lose it. Only what can never be read is the record's own fault and may be set
 * aside: bytes in no wire format, bytes that do not fit their schema, a schema that is not Avro's.
 */
public final class RegistryWait {

  private RegistryWait() {}

  /**
   * Returns where the record itself cannot be read.
   *
   * @throws RegistryException where the record has to wait for the registry
   */
  public static void throwIfDue(SerializationException unread) {
    if (unread.getCause() instanceof RegistryException trouble && !trouble.isOfSchema()) {
      throw trouble;
    }
  }
}
