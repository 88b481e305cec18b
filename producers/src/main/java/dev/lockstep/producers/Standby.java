package dev.lockstep.producers;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.producers.publish.Position;
import dev.lockstep.producers.publish.PositionReader;
import dev.lockstep.schema.kafka.Backoff;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a capture does that another took over from: waits until the position of its endpoint has
 * stood still for a while. It moves at least with each heartbeat of whoever captures now. One of
 * two instances thus takes over when the other dies.
 *
 * <p>Waits for longer each time: an instance that reads the definitions of many tables commits
 * nothing for a while, and two that take it from each other for dead would never get to the end.
 */
final class Standby {

  private static final Logger LOG = LoggerFactory.getLogger(Standby.class);
  private static final Duration LONGEST_WATCH = Duration.ofMinutes(5);

  private final String endpoint;
  private final PositionReader positions;
  private final Backoff watches;
  private int watched;

  /**
   * @param watch how long a position stands still at first until nobody is taken to move it
   */
  Standby(String endpoint, PositionReader positions, Duration watch) {
    this.endpoint = endpoint;
    this.positions = positions;
    this.watches = new Backoff(watch, LONGEST_WATCH);
  }

  void reset() {
    watched = 0;
  }

  /** Returns whether to go on; false when stopped. */
  boolean await(CountDownLatch stop) throws InterruptedException {
    Duration watch = watches.after(++watched);
    LOG.warn(
        "Endpoint {} was taken over by another instance of producers; this one stands by for {} s",
        endpoint,
        watch.toSeconds());
    Seen before = look();
    boolean alive = false;
    while (!stop.await(watch.toMillis(), TimeUnit.MILLISECONDS)) {
      Seen now = look();
      if (now.known && before.known && now.position.equals(before.position)) {
        LOG.info("Endpoint {}: nobody captures it now, this instance goes on", endpoint);
        return true;
      }
      if (!alive && now.known && before.known) {
        alive = true;
        LOG.warn(
            "Endpoint {} is captured by another instance of producers; this one takes over when that is gone",
            endpoint);
      }
      before = now;
    }
    return false;
  }

  private record Seen(boolean known, Optional<Position> position) {}

  /** Without Kafka nothing is known of the other one, nor can anybody capture. */
  private Seen look() {
    try {
      return new Seen(true, positions.read(endpoint));
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.warn("Endpoint {}: its position cannot be read yet: {}", endpoint, e.toString());
      return new Seen(false, Optional.empty());
    } catch (LockstepException e) {
      // Somebody's transaction hangs there. Taking over ends it.
      LOG.warn("Endpoint {}: {}", endpoint, e.getMessage());
      return new Seen(true, Optional.empty());
    }
  }
}
