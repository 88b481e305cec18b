/**
 * The commit protocol, free of Kafka and JDBC: batches are coalesced, written and committed
 * together with their progress, and every outcome of that is a type of its own with its own answer.
 * Ports lead to the log, the target, the dead letters and the status; a seeded simulation drives
 * them all.
 */
@NullMarked
package dev.lockstep.sink.apply;

import org.jspecify.annotations.NullMarked;
