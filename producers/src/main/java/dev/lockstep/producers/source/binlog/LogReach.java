package dev.lockstep.producers.source.binlog;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventHeader;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.RotateEventData;
import dev.lockstep.producers.source.event.LogPlace;

/**
 * How far the log has been read, also where nothing in it is of interest and where it is quiet: the
 * connector's offsets tell that only when a next transaction starts. Written by the log's thread
 * before the connector is handed an event, so that everything before the place is in the
 * connector's queue by then; read by the capture's.
 */
final class LogReach implements BinaryLogClient.EventListener {

  private static final long FIRST_BYTE = 4;

  private final BinlogDialect dialect;
  private volatile LogPlace place = LogPlace.START;
  private String file = "";

  LogReach(BinlogDialect dialect) {
    this.dialect = dialect;
  }

  /** Everything before it has been handed to the connector. */
  LogPlace place() {
    return place;
  }

  @Override
  public void onEvent(Event event) {
    EventHeader header = event.getHeader();
    switch (header.getEventType()) {
      case ROTATE -> {
        if (LogEvents.data(event) instanceof RotateEventData rotate) {
          file = rotate.getBinlogFilename();
          reached(Math.max(FIRST_BYTE, rotate.getBinlogPosition()));
        }
      }
      case HEARTBEAT -> {
        if (header instanceof EventHeaderV4 known) {
          reached(known.getNextPosition());
        }
      }
      default -> {
        if (header instanceof EventHeaderV4 known && dialect.begins(event)) {
          reached(known.getPosition());
        }
      }
    }
  }

  private void reached(long position) {
    LogPlace next = new LogPlace(file, position);
    if (!file.isEmpty() && place.isBefore(next)) {
      place = next;
    }
  }
}
