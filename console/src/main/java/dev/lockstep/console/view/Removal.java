package dev.lockstep.console.view;

/** Something left the view at a revision, so that whoever holds an older copy can drop it too. */
public record Removal(long revision, Section section, String id) {

  /** The parts of the view. */
  public enum Section {
    TABLES,
    VERDICTS,
    ALERTS,
    COMPONENTS,
    DEAD_LETTERS
  }
}
