/**
 * Reads: every endpoint that a flow names is captured once, and everything read becomes an event in
 * Kafka. Captures are isolated from each other; what they are doing is said in the component
 * status.
 */
@NullMarked
package dev.lockstep.producers;

import org.jspecify.annotations.NullMarked;
