/**
 * What a source yields: changes of rows and of tables in the order of its log, values that a reader
 * of their column makes sense of, and where in the log each stands.
 */
@NullMarked
package dev.lockstep.producers.source.event;

import org.jspecify.annotations.NullMarked;
