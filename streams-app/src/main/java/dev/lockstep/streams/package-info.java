/**
 * The comparing program: a Kafka Streams topology that joins a source's events with its target's at
 * markers and states facts. It opens no database and decides nobody's alarm.
 */
@NullMarked
package dev.lockstep.streams;

import org.jspecify.annotations.NullMarked;
