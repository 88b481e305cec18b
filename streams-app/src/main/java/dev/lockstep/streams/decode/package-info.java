/** From the bytes of a change topic to a change that the judge understands: keys and digests. */
@NullMarked
package dev.lockstep.streams.decode;

import org.jspecify.annotations.NullMarked;
