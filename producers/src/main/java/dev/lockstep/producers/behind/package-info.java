/**
 * How far a capture is behind the end of its database's log. Equal is a claim about a position: it
 * is worth as much as is known of what lies beyond.
 */
@NullMarked
package dev.lockstep.producers.behind;

import org.jspecify.annotations.NullMarked;
