/**
 * Real servers as parts of this process tree, for the all-in-one process and for every module's
 * tests: what they share is how they fail (readably, with a remedy) and how they find a port.
 */
@NullMarked
package dev.lockstep.embedded;

import org.jspecify.annotations.NullMarked;
