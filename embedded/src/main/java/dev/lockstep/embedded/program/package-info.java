/**
 * Where the programs of servers come from, whatever their kind: installed ones on the PATH, and the
 * directory of this user in which unpacked ones are kept; and how a program is run to its end.
 */
@NullMarked
package dev.lockstep.embedded.program;

import org.jspecify.annotations.NullMarked;
