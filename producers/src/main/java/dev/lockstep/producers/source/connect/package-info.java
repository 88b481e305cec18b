/**
 * Rows as Kafka Connect's source connectors hand them over: what they say of a table's columns, and
 * how their values are read.
 */
@NullMarked
package dev.lockstep.producers.source.connect;

import org.jspecify.annotations.NullMarked;
