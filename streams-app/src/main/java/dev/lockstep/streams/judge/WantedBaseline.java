package dev.lockstep.streams.judge;

import dev.lockstep.schema.topic.TableName;
import dev.lockstep.streams.state.Side;

/**
 * A table that has to be read anew on one side before it can be compared again.
 *
 * @param table as it is called there
 * @param reason why, for people
 */
public record WantedBaseline(String endpoint, TableName table, String reason) {

  static WantedBaseline of(FlowTable table, Side side, String reason) {
    return side == Side.SOURCE
        ? new WantedBaseline(table.sourceEndpoint(), table.source(), reason)
        : new WantedBaseline(table.targetEndpoint(), table.target(), reason);
  }
}
