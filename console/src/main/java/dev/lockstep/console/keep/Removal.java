package dev.lockstep.console.keep;

/**
 * Something was dropped at a revision, so that whoever holds an older copy can drop it too.
 *
 * @param kind the name of its kind
 */
public record Removal(long revision, String kind, String id) {}
