/** A real Kafka broker (KRaft, broker and controller in one) inside this process. */
@NullMarked
package dev.lockstep.embedded.kafka;

import org.jspecify.annotations.NullMarked;
