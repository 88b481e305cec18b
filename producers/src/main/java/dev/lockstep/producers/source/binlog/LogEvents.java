package dev.lockstep.producers.source.binlog;

import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import org.jspecify.annotations.Nullable;

/** What the log client hands its listeners. */
public final class LogEvents {

  private LogEvents() {}

  /** An event's data, which the client wraps where it keeps them for itself, too. */
  public static @Nullable EventData data(Event event) {
    EventData data = event.getData();
    return data instanceof EventDeserializer.EventDataWrapper wrapper
        ? wrapper.getInternal()
        : data;
  }
}
