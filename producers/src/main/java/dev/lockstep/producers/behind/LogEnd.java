package dev.lockstep.producers.behind;

import dev.lockstep.producers.source.LogPlace;

/**
 * Where a server's log ended.
 *
 * @param transactions the newest of each domain; none when none was ever logged
 * @param nanos of this process, before the server was asked: all that had been logged by then lies
 *     before this end
 */
public record LogEnd(Transactions transactions, LogPlace place, long nanos) {}
