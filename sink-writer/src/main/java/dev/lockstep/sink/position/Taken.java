package dev.lockstep.sink.position;

/**
 * What taking a partition over yields.
 *
 * @param fence the fence that is ours from now on; whoever holds a lower one can no longer commit
 * @param appliedOffset offset of the last record that is settled, {@link #NOTHING} when none is
 * @param seenOffset last offset known to hold nothing unsettled at or below it, control records
 *     included; at least {@code appliedOffset}
 * @param remembering whether a repeated snapshot is under way, whose keys must be remembered
 */
public record Taken(long fence, long appliedOffset, long seenOffset, boolean remembering) {

  /** No record of the partition was settled yet. */
  public static final long NOTHING = -1;

  /** What is known of a partition that nobody has taken yet. */
  public static final Taken UNTAKEN = new Taken(0, NOTHING, NOTHING, false);

  public Taken {
    if (seenOffset < appliedOffset) {
      throw new IllegalArgumentException(
          "seen offset " + seenOffset + " is below applied offset " + appliedOffset);
    }
  }

  public Taken movedTo(long offset) {
    return new Taken(fence, offset, Math.max(offset, seenOffset), remembering);
  }

  public Taken seenTo(long offset) {
    return new Taken(fence, appliedOffset, offset, remembering);
  }

  public Taken remembering(boolean nowRemembering) {
    return new Taken(fence, appliedOffset, seenOffset, nowRemembering);
  }
}
