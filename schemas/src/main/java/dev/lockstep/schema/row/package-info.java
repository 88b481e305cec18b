/**
 * Canonical rows and keys: one encoding for a value whatever database and column type it comes
 * from, its 128-bit digest, the additive digest of a table, the fold of a key and the partition
 * that follows from it.
 */
@NullMarked
package dev.lockstep.schema.row;

import org.jspecify.annotations.NullMarked;
