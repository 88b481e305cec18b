package dev.lockstep.streams.state;

/** The two sides of a flow. */
public enum Side {
  SOURCE,
  TARGET;

  public Side other() {
    return this == SOURCE ? TARGET : SOURCE;
  }

  /** Where state keeps its versions: never changes. */
  int area() {
    return this == SOURCE ? 0 : 1;
  }

  /** As facts and messages say it. */
  public String word() {
    return this == SOURCE ? "source" : "target";
  }
}
