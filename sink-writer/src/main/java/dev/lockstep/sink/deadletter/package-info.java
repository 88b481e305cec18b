/** Changes that the target refuses, kept whole in a topic with the error and the position. */
@NullMarked
package dev.lockstep.sink.deadletter;

import org.jspecify.annotations.NullMarked;
