package dev.lockstep.flow;

import dev.lockstep.schema.row.ColumnRule;

/** How a column of some source tables is compared. */
public record ColumnOverride(TablePattern table, String column, ColumnRule rule) {}
