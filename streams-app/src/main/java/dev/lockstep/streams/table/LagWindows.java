package dev.lockstep.streams.table;

import dev.lockstep.schema.event.TableKey;
import dev.lockstep.schema.event.TableLag;
import dev.lockstep.streams.lag.LagBuckets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;

/**
 * Lag of tables in windows of the wall clock.
 *
 * <p>While changes are in flight a window is said even if none was confirmed in it: a target that
 * stands still shows a growing age, not silence.
 */
final class LagWindows {

  static final long WINDOW_MICROS = 1_000_000;

  private final Map<TableKey, LagBuckets> open = new HashMap<>();
  private final Set<TableKey> said = new HashSet<>();
  private long windowStart = Long.MIN_VALUE;

  void add(TableKey table, List<Long> buckets) {
    open.computeIfAbsent(table, absent -> new LagBuckets()).merge(buckets);
  }

  /** Counts of the window under way. */
  List<Long> counted(TableKey table) {
    LagBuckets buckets = open.get(table);
    return buckets == null ? List.of() : buckets.toList();
  }

  /**
   * Hands over the window that has ended, if one has.
   *
   * @param ageMillis for how long a table's oldest change has been in flight; 0 for none
   */
  void ended(
      long nowMicros, ToLongFunction<TableKey> ageMillis, BiConsumer<TableKey, TableLag> reader) {
    long start = Math.floorDiv(nowMicros, WINDOW_MICROS) * WINDOW_MICROS;
    if (start == windowStart) {
      return;
    }
    windowStart = start;
    open.forEach(
        (table, buckets) -> {
          long age = ageMillis.applyAsLong(table);
          boolean quiet = buckets.isEmpty() && age == 0;
          if (!quiet || said.contains(table)) {
            reader.accept(table, lag(table, buckets, start - WINDOW_MICROS, age));
          }
          // One quiet window is said after the last busy one, so that a chart comes down.
          if (quiet) {
            said.remove(table);
          } else {
            said.add(table);
          }
          buckets.clear();
        });
  }

  private static TableLag lag(TableKey table, LagBuckets lag, long startMicros, long ageMillis) {
    return TableLag.newBuilder()
        .setFlow(table.getFlow())
        .setTable(table.getTable())
        .setWindowStart(Instant.EPOCH.plus(startMicros, ChronoUnit.MICROS))
        .setWindowMillis((int) (WINDOW_MICROS / 1000))
        .setChanges(lag.total())
        .setP50Millis(lag.percentileMillis(0.50))
        .setP95Millis(lag.percentileMillis(0.95))
        .setP99Millis(lag.percentileMillis(0.99))
        .setMaxMillis(lag.percentileMillis(1.0))
        .setUncertaintyMillis(lag.uncertaintyMillis())
        .setOldestInFlightMillis(ageMillis)
        .build();
  }
}
