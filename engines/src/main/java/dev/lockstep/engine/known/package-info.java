/** Which kinds of databases there are: the one place that switches on the type of an endpoint. */
@NullMarked
package dev.lockstep.engine.known;

import org.jspecify.annotations.NullMarked;
