/** Columns' types and values between Avro, type texts and the servers' own notation. */
@NullMarked
package dev.lockstep.sink.mysql.type;

import org.jspecify.annotations.NullMarked;
