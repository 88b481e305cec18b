package dev.lockstep.console.fact;

/** All that is kept of one kind of fact at one moment. Immutable. */
public sealed interface Picture permits FactList, SeriesList {}
