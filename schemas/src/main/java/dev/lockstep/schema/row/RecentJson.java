package dev.lockstep.schema.row;

import org.jspecify.annotations.Nullable;

/**
 * Canonical bytes of JSON texts met lately. A text comes at least four times: after a change and
 * before the next one, at the source and at the target; reading it costs more than all other
 * columns of a row together.
 *
 * <p>One place for each hash, shared by all threads: an entry is immutable and found whole or not
 * at all, so a race costs a second reading and no more. Long texts are not kept, which bounds the
 * memory to a few megabytes.
 */
final class RecentJson {

  private static final int PLACES = 4096;
  private static final int LONGEST = 512;

  private record Entry(String text, byte[] canonical) {}

  private static final @Nullable Entry[] ENTRIES = new Entry[PLACES];

  private RecentJson() {}

  static byte @Nullable [] find(String text) {
    Entry entry = ENTRIES[place(text)];
    return entry != null && entry.text.equals(text) ? entry.canonical : null;
  }

  /**
   * @param start where the canonical bytes of the text begin
   */
  static void remember(String text, CanonicalBuffer out, int start) {
    if (text.length() <= LONGEST) {
      ENTRIES[place(text)] = new Entry(text, out.since(start));
    }
  }

  private static int place(String text) {
    int hash = text.hashCode();
    return (hash ^ (hash >>> 16)) & (PLACES - 1);
  }
}
