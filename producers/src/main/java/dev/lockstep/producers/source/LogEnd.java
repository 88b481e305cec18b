package dev.lockstep.producers.source;

import dev.lockstep.producers.source.event.LogPlace;

/**
 * Where a server's log ends.
 *
 * @param transactions those logged so far, as the source names them; empty when none was
 */
public record LogEnd(String transactions, LogPlace place) {}
