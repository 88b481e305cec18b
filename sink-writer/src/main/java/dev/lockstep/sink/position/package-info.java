/**
 * Where a sink stands: partitions of one incarnation of a topic, the fence that tells a zombie from
 * the owner, and the offset up to which everything is applied. Kept on the target, in the same
 * transaction as the rows.
 */
@NullMarked
package dev.lockstep.sink.position;

import org.jspecify.annotations.NullMarked;
