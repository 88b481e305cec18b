/** What integration tests of several modules share. Part of no program. */
@NullMarked
package dev.lockstep.testing;

import org.jspecify.annotations.NullMarked;
