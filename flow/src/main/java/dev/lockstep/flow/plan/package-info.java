/**
 * The comparison plan: which columns of both sides make a pair, the one kind that both are read as,
 * what is compared less than exactly and why, and what of one side's values the other cannot hold.
 * Goes by what columns hold; knows no engine and no connection.
 */
@NullMarked
package dev.lockstep.flow.plan;

import org.jspecify.annotations.NullMarked;
