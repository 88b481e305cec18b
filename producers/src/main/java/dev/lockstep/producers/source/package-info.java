/**
 * What a capture reads of a database, whatever kind it is: the port that each kind of database
 * stands behind, and what it yields. Knows neither Kafka nor Avro.
 */
@NullMarked
package dev.lockstep.producers.source;

import org.jspecify.annotations.NullMarked;
