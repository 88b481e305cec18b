package dev.lockstep.launcher.fight.plan;

/** An act and when it comes, counted from the beginning of its round. */
public record Step(long atMillis, Act act) {}
