package dev.lockstep.engine.table;

/**
 * Why a table is not captured, whatever its columns are, and what to do.
 *
 * @param isTrouble whether something is missing for it that somebody may want
 */
public record Refusal(String message, String remedy, boolean isTrouble) {

  public Refusal(String message, String remedy) {
    this(message, remedy, true);
  }
}
