package dev.lockstep.streams.table;

import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What time it is at the broker: the last stamp heard from there, and what has gone by since then
 * on a clock that is never set. The wall clock of this machine has no part in it.
 */
final class BrokerTime {

  private final LongSupplier nanos;
  private long heardNanos;
  private long heardMillis = Long.MIN_VALUE;

  BrokerTime(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** A record has come that the broker stamped. A stamp before the last one is a clock set back. */
  void heard(long stampMillis) {
    heardMillis = stampMillis;
    heardNanos = nanos.getAsLong();
  }

  /** Empty until the broker was first heard. */
  Optional<Instant> now() {
    return heardMillis == Long.MIN_VALUE
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(heardMillis).plusNanos(nanos.getAsLong() - heardNanos));
  }
}
