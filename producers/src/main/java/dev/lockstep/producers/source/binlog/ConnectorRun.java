package dev.lockstep.producers.source.binlog;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.BinaryLogClient.AbstractLifecycleListener;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.producers.source.connect.ConnectShapes;
import dev.lockstep.producers.source.event.LogEvent;
import dev.lockstep.producers.source.event.LogPlace;
import dev.lockstep.producers.source.event.ResumePoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/**
 * One run of the connector from a position until it fails or is closed. The connector is driven as
 * a source task, without an engine around it: whoever polls decides when, in one thread, and a
 * failure arrives there as an exception. All of it belongs to that thread but the connector's own
 * threads, which end with {@link #close()}. A run leaves nothing behind but its schema history.
 */
public final class ConnectorRun implements AutoCloseable {

  private final BinlogTask connector;
  private final SourceTask task;
  private final BinlogDialect dialect;
  private final ConnectShapes shapes = new ConnectShapes();
  private final RecordReader reader;
  private final ServerEndpoint endpoint;
  private final CommitClock commits;
  private final LogReach reach;
  private final FailureHold failure = new FailureHold();
  private LogPlace read = LogPlace.START;
  private @Nullable GapWatch gaps;
  private @Nullable QuietLog quiet;
  private boolean streaming;

  private ConnectorRun(
      ServerEndpoint endpoint, BinlogTask connector, BinlogDialect dialect, CommitClock commits) {
    this.endpoint = endpoint;
    this.connector = connector;
    this.task = connector.task();
    this.dialect = dialect;
    this.reach = new LogReach(dialect);
    this.reader = new RecordReader(endpoint.name(), shapes, dialect.hasIds());
    this.commits = commits;
  }

  /**
   * @param properties what the connector is told
   * @param mostQueued records that it holds at most before they are polled
   * @param from where to go on; empty: from the definitions of all tables as they are now
   */
  public static ConnectorRun start(
      ServerEndpoint endpoint,
      BinlogTask connector,
      BinlogDialect dialect,
      Map<String, String> properties,
      int mostQueued,
      Optional<ResumePoint> from) {
    ConnectorRun run =
        new ConnectorRun(endpoint, connector, dialect, new CommitClock(dialect, mostQueued * 4));
    Map<String, Object> offset =
        from.map(ResumePoint::offset).map(ConnectorRun::typed).orElse(null);
    run.task.initialize(new Context(properties, offset));
    try {
      run.task.start(properties);
      run.listenTo(connector.logClient());
      return run;
    } catch (RuntimeException e) {
      run.close();
      throw ConnectorFailures.typed(endpoint, e);
    }
  }

  /** Whole numbers as the connector stored them: JSON does not tell int from long. */
  private static Map<String, Object> typed(Map<String, Object> offset) {
    Map<String, Object> typed = new HashMap<>();
    offset.forEach(
        (key, value) -> typed.put(key, value instanceof Integer i ? Long.valueOf(i) : value));
    return typed;
  }

  /**
   * The next events, after waiting for at most the configured interval; may be empty. Throws rather
   * than return what follows changes that cannot be read; all that was polled before has been
   * returned by then.
   */
  public List<LogEvent> poll() throws InterruptedException {
    try {
      return next();
    } catch (RuntimeException e) {
      throw ConnectorFailures.typed(endpoint, e);
    }
  }

  private List<LogEvent> next() throws InterruptedException {
    if (!streaming && connector.isStreaming()) {
      streaming = true;
      connector.keepNoFigures();
    }
    LogPlace sent = quiet == null ? null : quiet.sent();
    LogPlace before = reach.place();
    boolean failing = failure.isFailing();
    List<SourceRecord> records = task.poll();
    if (gaps != null) {
      // After the poll: what was polled may lie behind a gap, and what lies before it is read
      // again.
      gaps.check();
    }
    if (records == null || records.isEmpty()) {
      if (failing) {
        failure.polled();
      }
      Optional<ConnectException> closed = failure.closed();
      if (closed.isPresent()) {
        throw closed.get();
      }
      if (quiet != null) {
        quiet.nothingPolled(sent);
      }
      if (read.isBefore(before)) {
        read = before;
      }
      return List.of();
    }
    returned(records.getLast());
    List<LogEvent> events = new ArrayList<>(records.size());
    for (SourceRecord record : records) {
      events.add(reader.read(record));
    }
    return events;
  }

  /** A place in the log before which everything has been returned. */
  public LogPlace place() {
    return read;
  }

  /** Before it all of the log has been handed to the connector, and may yet have to be polled. */
  public LogPlace handedOver() {
    return reach.place();
  }

  /** Notes where the last record returned stands. */
  private void returned(SourceRecord last) {
    if (last.sourceOffset() != null) {
      LogPlace.of(last.sourceOffset()).filter(read::isBefore).ifPresent(place -> read = place);
    }
  }

  /** The shapes of tables in this run. */
  public ConnectShapes shapes() {
    return shapes;
  }

  /**
   * The connector starts its log client on a thread of its own, after it has asked the server this
   * and that. Should it be faster than we are, events may have gone by unseen.
   */
  private void listenTo(BinaryLogClient client) {
    GapWatch watch = new GapWatch(client, connector::tables, dialect);
    gaps = watch;
    client.registerEventListener(watch);
    QuietLog quietLog = new QuietLog(client);
    quiet = quietLog;
    client.registerEventListener(quietLog);
    ExactRows rows = new ExactRows(dialect);
    Supplier<EventDeserializer> deserializer = LogClients.deserializerOf(client);
    client.registerEventListener(rows);
    client.registerEventListener(commits::onEvent);
    client.registerEventListener(reach);
    // Before the connector registers its own.
    client.registerLifecycleListener(failure);
    client.registerLifecycleListener(
        new AbstractLifecycleListener() {
          @Override
          public void onConnect(BinaryLogClient connectedClient) {
            rows.readBy(deserializer.get());
          }
        });
    if (client.isConnected()) {
      throw new ConnectException("The database's log was opened before it was listened to");
    }
  }

  /** The second in which a transaction committed; empty when its log event went by unseen. */
  public Optional<Instant> commitOf(String transaction) {
    return commits.commitOf(transaction);
  }

  /**
   * Up to where everything has been polled and the server had nothing more; the last such place.
   */
  public Optional<LogPlace> quietAt() {
    return quiet == null ? Optional.empty() : quiet.read();
  }

  @Override
  public void close() {
    failure.polled();
    // Waits for the connector's threads, which an interrupt of this one would leave running.
    boolean interrupted = Thread.interrupted();
    try {
      task.stop();
    } catch (RuntimeException e) {
      org.slf4j.LoggerFactory.getLogger(ConnectorRun.class)
          .debug("The connector did not stop cleanly", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private record Context(Map<String, String> configs, @Nullable Map<String, Object> offset)
      implements SourceTaskContext, OffsetStorageReader {

    @Override
    public OffsetStorageReader offsetStorageReader() {
      return this;
    }

    @Override
    public @Nullable PluginMetrics pluginMetrics() {
      return null;
    }

    @Override
    public <T> @Nullable Map<String, Object> offset(Map<String, T> partition) {
      return offset;
    }

    @Override
    public <T> Map<Map<String, T>, Map<String, Object>> offsets(
        Collection<Map<String, T>> partitions) {
      Map<Map<String, T>, Map<String, Object>> all = new HashMap<>();
      if (offset != null) {
        partitions.forEach(partition -> all.put(partition, offset));
      }
      return all;
    }
  }
}
