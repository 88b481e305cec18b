/**
 * The sink: one consumer group for each flow, one connection to the target for each worker of it,
 * and what they say of themselves.
 */
@NullMarked
package dev.lockstep.sink;

import org.jspecify.annotations.NullMarked;
