/**
 * Exactly once into Kafka: changes, barriers, markers and the position they lead to commit in one
 * transaction.
 */
@NullMarked
package dev.lockstep.producers.publish;

import org.jspecify.annotations.NullMarked;
