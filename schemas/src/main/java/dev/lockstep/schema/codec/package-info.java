/**
 * Avro in the Confluent wire format: serializer, deserializer and Serde under Confluent's
 * configuration keys, and the client of a schema registry. Nothing here knows a topic of Lockstep.
 */
@NullMarked
package dev.lockstep.schema.codec;

import org.jspecify.annotations.NullMarked;
