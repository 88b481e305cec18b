/** Which tables of an endpoint its capture reads, as the flows want it. */
@NullMarked
package dev.lockstep.producers.scope;

import org.jspecify.annotations.NullMarked;
