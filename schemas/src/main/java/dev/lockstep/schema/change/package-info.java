/**
 * What a change topic tells of the columns that its rows have, in no database's own words: what
 * each can hold, and what of one side's does not fit into the other's. Knows no engine.
 */
@NullMarked
package dev.lockstep.schema.change;

import org.jspecify.annotations.NullMarked;
