package dev.lockstep.producers.source.binlog;

import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.TransactionPayloadEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the log client hands its listeners. */
public final class LogEvents {

  private LogEvents() {}

  /**
   * Hands on an event, and those that are packed into it. These have no place of their own in the
   * log, and get that of the whole.
   */
  static void each(Event event, Consumer<Event> listener) {
    listener.accept(event);
    if (data(event) instanceof TransactionPayloadEventData payload
        && event.getHeader() instanceof EventHeaderV4 whole) {
      for (Event packed : payload.getUncompressedEvents()) {
        EventHeaderV4 header = packed.getHeader();
        header.setEventLength(whole.getEventLength());
        header.setNextPosition(whole.getNextPosition());
        listener.accept(packed);
      }
    }
  }

  /** An event's data, which the client wraps where it keeps them for itself, too. */
  public static @Nullable EventData data(Event event) {
    EventData data = event.getData();
    return data instanceof EventDeserializer.EventDataWrapper wrapper
        ? wrapper.getInternal()
        : data;
  }
}
