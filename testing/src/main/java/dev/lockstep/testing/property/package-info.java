/**
 * Properties on plain JUnit: a claim is tried on many values drawn from a seed, edges among them.
 */
@NullMarked
package dev.lockstep.testing.property;

import org.jspecify.annotations.NullMarked;
