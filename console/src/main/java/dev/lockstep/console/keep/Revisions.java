package dev.lockstep.console.keep;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Numbers whatever changes, over all kinds of fact, and remembers what was dropped as far back as
 * {@link #MOST_REMOVALS}. Not thread-safe.
 */
public final class Revisions {

  /** What a client may have missed and still be told as a difference. */
  private static final int MOST_REMOVALS = 4_096;

  private final Deque<Removal> removals = new ArrayDeque<>();
  private long removalsSince;
  private long revision;

  /** The newest. */
  public long newest() {
    return revision;
  }

  /** Up to which revision removals are no longer known. */
  public long removalsSince() {
    return removalsSince;
  }

  public List<Removal> removals() {
    return List.copyOf(removals);
  }

  /** One more. */
  long next() {
    return ++revision;
  }

  void removed(String kind, String id) {
    removals.addLast(new Removal(next(), kind, id));
    if (removals.size() > MOST_REMOVALS) {
      removalsSince = removals.removeFirst().revision();
    }
  }
}
