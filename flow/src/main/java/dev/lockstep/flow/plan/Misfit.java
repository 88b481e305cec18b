package dev.lockstep.flow.plan;

/**
 * A column of which the target cannot hold all that the source can.
 *
 * @param source the source's type, in the words of its database
 * @param target likewise
 * @param reason what does not fit
 */
public record Misfit(String column, String source, String target, String reason) {

  /** In words: {@code column at: time(6) at the source, time(3) at the target: ...}. */
  public String words() {
    return "column %s (%s at the source, %s at the target): %s"
        .formatted(column, source, target, reason);
  }
}
