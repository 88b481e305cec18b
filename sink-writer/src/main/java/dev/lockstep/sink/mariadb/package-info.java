/**
 * MariaDB as a target: sessions whose settings keep values exact, multi-row statements, tables that
 * are created or widened on demand, progress and snapshot memory in a schema of their own, and the
 * server's errors sorted by what they mean for the commit protocol.
 */
@NullMarked
package dev.lockstep.sink.mariadb;

import org.jspecify.annotations.NullMarked;
