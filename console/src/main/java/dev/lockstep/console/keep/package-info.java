/**
 * Facts in memory, each kind within its bounds, and what has changed since a revision. Knows how a
 * kind of fact is kept, and no single kind.
 */
@NullMarked
package dev.lockstep.console.keep;

import org.jspecify.annotations.NullMarked;
