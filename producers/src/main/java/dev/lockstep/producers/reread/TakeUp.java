package dev.lockstep.producers.reread;

import dev.lockstep.producers.publish.ChangePublisher;
import dev.lockstep.producers.source.LogReading;
import dev.lockstep.producers.source.LogReading.Definitions;
import dev.lockstep.producers.source.event.LogPlace;
import dev.lockstep.producers.source.event.ResumePoint;
import dev.lockstep.schema.event.PendingReread;
import dev.lockstep.schema.topic.TableName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets tables into the log's reading that it passed over so far: those newly configured, those that
 * were refused or given up, those that were made in a way that the connector did not notice. It
 * must know how they are defined at the place from which it reads them. So it goes on without them
 * until it has read the log as far as it was when their definitions were looked at; if these are
 * still the same they hold at the place reached, are added to the connector's history there, and it
 * starts anew from there with these tables among the others. Belongs to the capture's thread.
 */
public final class TakeUp {

  private static final Logger LOG = LoggerFactory.getLogger(TakeUp.class);
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(5);

  private final String endpoint;
  private final ChangePublisher publisher;
  private final LogReading log;
  private Optional<Definitions> looked = Optional.empty();
  private long lookedNanos;

  /**
   * @param log that passes over the tables
   */
  public TakeUp(String endpoint, ChangePublisher publisher, LogReading log) {
    this.endpoint = endpoint;
    this.publisher = publisher;
    this.log = log;
    this.lookedNanos = System.nanoTime() - AGAIN_AFTER.toNanos();
  }

  /**
   * One turn.
   *
   * @param place all of the log before it has been published
   * @return whether the connector is to be started anew, to read more tables
   */
  public boolean step(LogPlace place) {
    if (publisher.rereads().pending().stream().noneMatch(PendingReread::getUnknown)) {
      looked = Optional.empty();
      return false;
    }
    if (looked.isPresent()) {
      return !place.isBefore(looked.get().end()) && takeUp(looked.get());
    }
    if (System.nanoTime() - lookedNanos >= AGAIN_AFTER.toNanos()) {
      lookedNanos = System.nanoTime();
      Definitions now = look();
      looked = now.byTable().isEmpty() ? Optional.empty() : Optional.of(now);
    }
    return false;
  }

  private boolean takeUp(Definitions before) {
    Definitions now = look();
    if (!now.byTable().equals(before.byTable())) {
      looked = now.byTable().isEmpty() ? Optional.empty() : Optional.of(now);
      return false;
    }
    Optional<ResumePoint> point = publisher.resumePoint();
    if (point.isEmpty()) {
      return false;
    }
    log.learn(now.byTable(), point.get());
    publisher.rereads().known(now.byTable().keySet());
    LOG.info("Endpoint {}: the log is read for more tables: {}", endpoint, now.byTable().keySet());
    return true;
  }

  private Definitions look() {
    List<TableName> unknown =
        publisher.rereads().pending().stream()
            .filter(PendingReread::getUnknown)
            .map(entry -> TableName.parse(entry.getTable()))
            .toList();
    return log.definitions(unknown, publisher.rereads()::refuse);
  }
}
