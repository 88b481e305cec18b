package dev.lockstep.console.view;

/** One fact and the view's revision at which it was last stated. */
public record Entry<T>(String id, long revision, T fact) {}
