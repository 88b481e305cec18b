/**
 * MySQL as a target, and MariaDB, which has nearly all of it in common: sessions whose settings
 * keep values exact, tables that are created or widened on demand, and progress in a schema of its
 * own. What only one of the two does is in its dialect.
 */
@NullMarked
package dev.lockstep.sink.mysql;

import org.jspecify.annotations.NullMarked;
