package dev.lockstep.producers.behind;

import dev.lockstep.producers.source.LogEnd;
import dev.lockstep.producers.source.event.LogOffset;
import dev.lockstep.producers.source.event.LogPlace;
import dev.lockstep.producers.source.event.TransactionSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far a capture is behind the end of its log, as far as can be told.
 *
 * <p>The ends seen are kept until they are read past: once one is, everything logged before it was
 * seen has been read, by this process's own clock, and what is behind is what came since. Before
 * the first is reached there is only the commit time of what was read last, over two clocks. Before
 * the log's end is known, or when nothing was heard of it for a while, nothing is known: that is
 * never called 0.
 *
 * <p>Ends come from the watch's thread, everything else from the capture's. A new one for each run.
 */
public final class Behind {

  private static final int MOST_ENDS = 128;
  private static final Duration FRESH = Duration.ofSeconds(5);

  private record SeenEnd(String transactions, LogPlace place, long nanos) {}

  private final Clock clock;
  private final LongSupplier nanos;
  private final TransactionSet read;
  private final Deque<SeenEnd> ahead = new ArrayDeque<>();
  private boolean seen;
  private long seenNanos;
  private boolean reached;
  private long reachedNanos;
  private @Nullable LogPlace quiet;
  private @Nullable Instant committedAt;
  private @Nullable LogOffset offset;
  private String position = "";

  /**
   * @param read no transactions of the source yet
   */
  public Behind(TransactionSet read, Clock clock, LongSupplier nanos) {
    this.read = read;
    this.clock = clock;
    this.nanos = nanos;
  }

  /**
   * The log was seen to end there.
   *
   * @param askedNanos of this process, before the server was asked: all that had been logged by
   *     then lies before this end
   */
  public synchronized void ends(LogEnd end, long askedNanos) {
    seen = true;
    seenNanos = askedNanos;
    ahead.add(new SeenEnd(end.transactions(), end.place(), askedNanos));
    if (ahead.size() > MOST_ENDS) {
      thinOut();
    }
  }

  /** Of a capture that lags for long every other end says enough; the newest one stays. */
  private void thinOut() {
    boolean drop = false;
    for (Iterator<SeenEnd> ends = ahead.descendingIterator(); ends.hasNext(); drop = !drop) {
      ends.next();
      if (drop) {
        ends.remove();
      }
    }
  }

  /** All before this offset of the source has been published. */
  public synchronized void read(LogOffset newOffset) {
    offset = newOffset;
  }

  /** A transaction has been published to its end. */
  public synchronized void read(String transaction) {
    settle();
    read.add(transaction);
  }

  /** The server had nothing behind this place, and everything up to it has been published. */
  public synchronized void quiet(LogPlace place) {
    quiet = place;
  }

  /** What was read last committed then, by the server's clock. */
  public synchronized void committed(Instant at) {
    committedAt = at;
  }

  /** Empty when it is not known. */
  public synchronized OptionalLong millis() {
    long now = nanos.getAsLong();
    if (!seen || now - seenNanos > FRESH.toNanos()) {
      return OptionalLong.empty();
    }
    settle();
    while (!ahead.isEmpty() && isReached(ahead.getFirst())) {
      reached = true;
      reachedNanos = ahead.removeFirst().nanos();
    }
    if (ahead.isEmpty()) {
      return OptionalLong.of(0);
    }
    if (reached) {
      return atLeastOne(Duration.ofNanos(now - reachedNanos));
    }
    Instant commit = committedAt;
    return commit == null
        ? OptionalLong.empty()
        : atLeastOne(Duration.between(commit, clock.instant()));
  }

  /** Where the log is read, as text. */
  public synchronized String position() {
    settle();
    return position;
  }

  private static OptionalLong atLeastOne(Duration time) {
    return OptionalLong.of(Math.max(1, time.toMillis()));
  }

  private boolean isReached(SeenEnd end) {
    LogPlace place = quiet;
    return read.reaches(end.transactions())
        || (place != null
            && place.file().equals(end.place().file())
            && !place.isBefore(end.place()));
  }

  /** Looked at when asked for: offsets come with each row. */
  private void settle() {
    LogOffset newest = offset;
    if (newest == null) {
      return;
    }
    offset = null;
    String transactions = newest.transactions();
    String open = newest.transaction();
    position = open.isEmpty() ? transactions : open;
    // The first transaction that a server ever logged stands there from its first event on.
    if (!transactions.equals(open)) {
      read.add(transactions);
    }
  }
}
