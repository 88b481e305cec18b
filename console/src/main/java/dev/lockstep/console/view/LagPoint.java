package dev.lockstep.console.view;

import dev.lockstep.schema.event.TableLag;

/** Lag of one table in one window, and the view's revision at which it was last stated. */
public record LagPoint(long revision, TableLag lag) {}
