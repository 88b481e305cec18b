/**
 * Reading one table anew beside the log that everything else goes on to come from: in pieces by its
 * primary key, each in a transaction that knows its place in the log, without locks.
 */
@NullMarked
package dev.lockstep.producers.reread;

import org.jspecify.annotations.NullMarked;
