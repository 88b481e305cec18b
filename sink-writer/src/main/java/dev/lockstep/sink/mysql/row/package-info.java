/** Rows by multi-row statements, scans of keys, and the keys that a repeated snapshot has shown. */
@NullMarked
package dev.lockstep.sink.mysql.row;

import org.jspecify.annotations.NullMarked;
