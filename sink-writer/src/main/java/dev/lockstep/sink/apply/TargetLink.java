package dev.lockstep.sink.apply;

import dev.lockstep.schema.kafka.Backoff;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The connection to the target: there or not, and tried again with growing waits. One thread. */
final class TargetLink {

  private final Target target;
  private final Holdings holdings;
  private final Board board;
  private final LongSupplier nanoTime;
  private final Backoff retry;
  private @Nullable TargetSession session;
  private int failures;
  private long dueNanos;

  TargetLink(Target target, Holdings holdings, Board board, LongSupplier nanoTime, Backoff retry) {
    this.target = target;
    this.holdings = holdings;
    this.board = board;
    this.nanoTime = nanoTime;
    this.retry = retry;
    this.dueNanos = nanoTime.getAsLong();
  }

  boolean isUp() {
    return session != null;
  }

  /** Connects when that is due; whether there is a connection now. */
  boolean ensureUp() {
    if (session == null && nanoTime.getAsLong() - dueNanos >= 0) {
      try {
        session = target.connect();
      } catch (TargetException e) {
        lose(e.error());
      }
    }
    return session != null;
  }

  TargetSession session() {
    TargetSession open = session;
    if (open == null) {
      throw new IllegalStateException("no connection");
    }
    return open;
  }

  /** The target did what it was asked: the next failure is the first again. */
  void works() {
    failures = 0;
  }

  /** Whatever was in flight is settled by taking the partitions over again. */
  void lose(TargetError error) {
    close();
    failures++;
    dueNanos = nanoTime.getAsLong() + retry.after(failures).toNanos();
    holdings.untakeAll();
    board.retrying(error);
  }

  void close() {
    TargetSession open = session;
    session = null;
    if (open != null) {
      open.close();
    }
  }
}
