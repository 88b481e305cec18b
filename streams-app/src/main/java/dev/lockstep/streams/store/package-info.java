/** Kafka Streams' stores as the state sees them, with the bounds on what they take in memory. */
@NullMarked
package dev.lockstep.streams.store;

import org.jspecify.annotations.NullMarked;
