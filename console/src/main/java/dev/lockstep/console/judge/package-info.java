/**
 * The answer to the one question, from all that is known: is the copy right, and up to when? Pure:
 * no topic, no clock, no thread. Page, REST, health and the summary of {@code up} all give this
 * answer and no other.
 */
@NullMarked
package dev.lockstep.console.judge;

import org.jspecify.annotations.NullMarked;
