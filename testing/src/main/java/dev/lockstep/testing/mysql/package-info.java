/**
 * The MySQL server of integration tests, whoever runs it: one that was given, an installed one, one
 * in a container, or Debian's unpacked; and why there is none.
 */
@NullMarked
package dev.lockstep.testing.mysql;

import org.jspecify.annotations.NullMarked;
