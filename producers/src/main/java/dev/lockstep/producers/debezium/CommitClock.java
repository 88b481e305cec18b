package dev.lockstep.producers.debezium;

import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.MariadbGtidEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Commit seconds by transaction, listened for at the log client: the connector's own records carry
 * the second of the event before. Written by the log's thread, read and emptied by the capture's;
 * bounded by the connector's queue, since whoever reads a transaction's end forgets it.
 */
final class CommitClock {

  private final ConcurrentMap<String, Instant> commits = new ConcurrentHashMap<>();

  void onEvent(Event event) {
    if (event.getHeader().getEventType() != EventType.MARIADB_GTID) {
      return;
    }
    Object data = event.getData();
    if (data instanceof EventDeserializer.EventDataWrapper wrapper) {
      data = wrapper.getInternal();
    }
    if (data instanceof MariadbGtidEventData gtid) {
      String id =
          gtid.getDomainId() + "-" + event.getHeader().getServerId() + "-" + gtid.getSequence();
      commits.put(id, Instant.ofEpochMilli(event.getHeader().getTimestamp()));
    }
  }

  Optional<Instant> commitOf(String transaction) {
    return Optional.ofNullable(commits.get(transaction));
  }

  void forget(String transaction) {
    commits.remove(transaction);
  }
}
