package dev.lockstep.console.fact;

/** A fact, what it is said of, and the view's revision at which it was last stated. */
public record Entry<T>(String id, long revision, T fact) {}
