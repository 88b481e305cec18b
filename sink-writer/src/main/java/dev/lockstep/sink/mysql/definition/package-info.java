/** Definitions of the target's tables: read, made, compared with the source's, and remembered. */
@NullMarked
package dev.lockstep.sink.mysql.definition;

import org.jspecify.annotations.NullMarked;
