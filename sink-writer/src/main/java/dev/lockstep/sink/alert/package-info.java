/**
 * The alert role: facts in, alerts out. {@code AlertRules} say what a fact means, {@code AlertBook}
 * what is open, both pure; {@code AlertWorker} takes them through one Kafka transaction after
 * another.
 */
@NullMarked
package dev.lockstep.sink.alert;

import org.jspecify.annotations.NullMarked;
