package dev.lockstep.streams.verdict;

/** How many verdicts a minute carry columns and values; all are counted, whatever this says. */
final class DetailBudget {

  private static final long MINUTE_MICROS = 60_000_000;

  private final int perMinute;
  private long minute = Long.MIN_VALUE;
  private int used;

  DetailBudget(int perMinute) {
    this.perMinute = perMinute;
  }

  boolean take(long nowMicros) {
    long now = Math.floorDiv(nowMicros, MINUTE_MICROS);
    if (now != minute) {
      minute = now;
      used = 0;
    }
    if (used >= perMinute) {
      return false;
    }
    used++;
    return true;
  }
}
