/**
 * What tests of several modules share: a broker, a MySQL, a gate before a registry. Part of no
 * program.
 */
@NullMarked
package dev.lockstep.testing;

import org.jspecify.annotations.NullMarked;
