/** What databases that are reached by JDBC share. */
@NullMarked
package dev.lockstep.engine.jdbc;

import org.jspecify.annotations.NullMarked;
