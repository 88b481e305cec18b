/** Which kinds of targets there are: the one place that switches on the type of an endpoint. */
@NullMarked
package dev.lockstep.sink.known;

import org.jspecify.annotations.NullMarked;
