package dev.lockstep.streams.join;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Leaves a thread of Kafka Streams a part of its time while its tasks have much to judge.
 *
 * <p>Such a thread takes in one record of each task between two rounds of calls that are due by the
 * clock, and asks Kafka for more only when it has nothing left to take in. So tasks that go on as
 * soon as they have ended would keep it from reading for minutes: nothing would come in, not even
 * what they said themselves of how they stand.
 */
final class Turns {

  /** What is left to the thread: this part of what its tasks took for one turn of each. */
  private static final int LEFT_PART = 3;

  private final ThreadLocal<AtomicInteger> going = ThreadLocal.withInitial(AtomicInteger::new);

  /** A task of the calling thread has something to go on with. */
  Turn begin() {
    return new Turn(going.get());
  }

  /** The turns of one task. Used by one thread. */
  static final class Turn {
    private final AtomicInteger going;
    private long left;
    private long sinceNanos;
    private boolean resting;
    private boolean restBegan;

    private Turn(AtomicInteger going) {
      this.going = going;
      going.incrementAndGet();
    }

    /**
     * Whether it may go on. The thread's own time begins with the first time that this is asked
     * after a turn: until then it commits what was done in the turn, which may take as long.
     */
    boolean isDue(long now) {
      if (resting && !restBegan) {
        restBegan = true;
        sinceNanos = now;
      }
      return !resting || now - sinceNanos >= left;
    }

    void took(long nanos) {
      resting = true;
      restBegan = false;
      left = nanos * going.get() / LEFT_PART;
    }

    /** Nothing is left to go on with. */
    void end() {
      going.decrementAndGet();
    }
  }
}
