/**
 * The WebSocket: each client gets the whole once and then what is new since what it has. A slow
 * client gets fewer and larger differences; it never holds up the view or another client.
 */
@NullMarked
package dev.lockstep.console.live;

import org.jspecify.annotations.NullMarked;
