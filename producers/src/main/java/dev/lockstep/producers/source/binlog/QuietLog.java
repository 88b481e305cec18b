package dev.lockstep.producers.source.binlog;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.EventType;
import dev.lockstep.producers.source.event.LogPlace;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Up to where the log has been read when nothing more is in it. The connector's own offsets do not
 * tell: a statement that is no transaction, an XA PREPARE, a new log file leave them where they
 * were. The server says where it has nothing more to send; when all that came before has been
 * polled, that has been read.
 *
 * <p>Told of events by the log's thread before the connector is, asked by the capture's thread.
 */
final class QuietLog implements BinaryLogClient.EventListener {

  private final BinaryLogClient client;
  private volatile @Nullable LogPlace sent;
  private @Nullable LogPlace read;

  QuietLog(BinaryLogClient client) {
    this.client = client;
  }

  @Override
  public void onEvent(Event event) {
    if (event.getHeader().getEventType() == EventType.HEARTBEAT
        && event.getHeader() instanceof EventHeaderV4 header) {
      sent = new LogPlace(client.getBinlogFilename(), header.getNextPosition());
    }
  }

  /** What the server has sent in whole, to be asked before a poll. */
  @Nullable LogPlace sent() {
    return sent;
  }

  /** A poll brought nothing: what had been sent in whole before it has been read. */
  void nothingPolled(@Nullable LogPlace sentBefore) {
    read = sentBefore;
  }

  Optional<LogPlace> read() {
    return Optional.ofNullable(read);
  }
}
