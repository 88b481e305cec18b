package dev.lockstep.streams.lag;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Counts of lags by logarithmic bucket: sixteen to the octave, so a figure is within 1/16 of the
 * true one, and merging is addition. Beside them the largest uncertainty that the source's clock
 * left open.
 *
 * <p>By hand, and not a library's histogram: the counts are a field of a status in a topic, which
 * anybody may add up without knowing a library's encoding.
 *
 * <p>As a list: the uncertainty in milliseconds, then the counts without trailing zeros; an empty
 * list is no lag at all.
 */
public final class LagBuckets {

  private static final int BITS = 4;
  private static final int LINEAR = 1 << BITS;
  private static final long LARGEST = (1L << 31) - 1;
  private static final int BUCKETS = bucketOf(LARGEST) + 1;

  private final long[] counts = new long[BUCKETS];
  private int used;
  private long total;
  private long uncertaintyMillis;

  public void add(long lagMillis, long uncertainty) {
    int bucket = bucketOf(Math.clamp(lagMillis, 0, LARGEST));
    counts[bucket]++;
    used = Math.max(used, bucket + 1);
    total++;
    uncertaintyMillis = Math.max(uncertaintyMillis, Math.clamp(uncertainty, 0, LARGEST));
  }

  /** Adds what {@link #toList} wrote. */
  public void merge(List<Long> list) {
    if (list.isEmpty()) {
      return;
    }
    uncertaintyMillis = Math.max(uncertaintyMillis, list.get(0));
    int length = Math.min(list.size() - 1, BUCKETS);
    for (int i = 0; i < length; i++) {
      counts[i] += list.get(i + 1);
      total += list.get(i + 1);
    }
    used = Math.max(used, length);
  }

  public List<Long> toList() {
    List<Long> list = new ArrayList<>(length());
    forEach(list::add);
    return list;
  }

  /** Numbers in the list. */
  public int length() {
    return total == 0 ? 0 : used + 1;
  }

  /** The numbers of the list, in order. */
  public void forEach(LongConsumer reader) {
    if (total != 0) {
      reader.accept(uncertaintyMillis);
      for (int i = 0; i < used; i++) {
        reader.accept(counts[i]);
      }
    }
  }

  public long total() {
    return total;
  }

  public boolean isEmpty() {
    return total == 0;
  }

  public int uncertaintyMillis() {
    return (int) uncertaintyMillis;
  }

  /** Lower edge of the bucket in which this share of the changes is reached; 0 for none. */
  public long percentileMillis(double share) {
    long wanted = Math.max(1, (long) Math.ceil(total * share));
    long seen = 0;
    for (int i = 0; i < BUCKETS; i++) {
      seen += counts[i];
      if (seen >= wanted) {
        return lowerEdge(i);
      }
    }
    return 0;
  }

  public void clear() {
    Arrays.fill(counts, 0);
    used = 0;
    total = 0;
    uncertaintyMillis = 0;
  }

  static int bucketOf(long millis) {
    if (millis < LINEAR) {
      return (int) millis;
    }
    int octave = 63 - Long.numberOfLeadingZeros(millis) - BITS;
    return (int) ((millis >>> octave) - LINEAR) + LINEAR * (octave + 1);
  }

  static long lowerEdge(int bucket) {
    if (bucket < LINEAR) {
      return bucket;
    }
    int octave = bucket / LINEAR - 1;
    return (long) (bucket % LINEAR + LINEAR) << octave;
  }
}
