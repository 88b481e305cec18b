/**
 * How every program deals with Kafka and what else may be away for a while: one backoff. Here,
 * below the codec and the registry, since these wait as the programs do. Knows no topic, no schema
 * and no configuration.
 */
@NullMarked
package dev.lockstep.schema.kafka;

import org.jspecify.annotations.NullMarked;
