/** From a ruling to a verdict with columns and values, fetched back from Kafka by offset. */
@NullMarked
package dev.lockstep.streams.verdict;

import org.jspecify.annotations.NullMarked;
