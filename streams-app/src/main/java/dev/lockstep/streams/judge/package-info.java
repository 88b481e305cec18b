/**
 * Judging as a pure state machine: changes and markers of one partition in, verdicts and figures
 * out. Knows nothing of Kafka Streams, clocks aside from the one it is given, or databases.
 */
@NullMarked
package dev.lockstep.streams.judge;

import org.jspecify.annotations.NullMarked;
