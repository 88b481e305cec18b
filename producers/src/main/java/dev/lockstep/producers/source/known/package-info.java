/** Which sources there are: the one place that switches on the type of an endpoint to read it. */
@NullMarked
package dev.lockstep.producers.source.known;

import org.jspecify.annotations.NullMarked;
