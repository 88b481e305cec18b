/**
 * What there is to know of each kind of database, whoever uses it. Knows neither Kafka nor any of
 * the programs. {@link dev.lockstep.engine.Engine#of} is the one place that switches on the type of
 * an endpoint.
 */
@NullMarked
package dev.lockstep.engine;

import org.jspecify.annotations.NullMarked;
