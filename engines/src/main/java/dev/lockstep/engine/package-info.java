/**
 * What there is to know of each kind of database, whoever uses it. Knows neither Kafka nor any of
 * the programs.
 */
@NullMarked
package dev.lockstep.engine;

import org.jspecify.annotations.NullMarked;
