/** Facts and judgements as JSON, in one form for REST and WebSocket. */
@NullMarked
package dev.lockstep.console.json;

import org.jspecify.annotations.NullMarked;
