package dev.lockstep.flow.plan;

/**
 * Why a pair of columns cannot be compared at all.
 *
 * @param ofKey whether rows are told apart by it, so that no row of one side is one of the other's
 */
public record Unpaired(String words, boolean ofKey) {}
