/** The judge inside Kafka Streams: stores, routing of topics to tables, the processor. */
@NullMarked
package dev.lockstep.streams.join;

import org.jspecify.annotations.NullMarked;
