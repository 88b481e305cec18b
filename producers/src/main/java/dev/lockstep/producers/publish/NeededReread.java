package dev.lockstep.producers.publish;

import dev.lockstep.schema.topic.TableName;

/**
 * A table whose rows cannot be known from the log, so that it is to be read anew.
 *
 * @param reason why, for people
 * @param silent whether its changes are not published until that starts
 * @param unknown whether the log's reader has no definition of it, and passes over it until it has
 */
public record NeededReread(TableName table, String reason, boolean silent, boolean unknown) {}
