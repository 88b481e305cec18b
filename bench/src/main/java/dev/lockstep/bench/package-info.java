/**
 * Measures what every change passes through, so that a slower hot path is seen before its users do.
 */
@NullMarked
package dev.lockstep.bench;

import org.jspecify.annotations.NullMarked;
