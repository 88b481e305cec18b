package dev.lockstep.streams.judge;

import dev.lockstep.streams.state.Side;

/** A change topic as one side of a table. */
public record Route(FlowTable table, Side side) {}
