package dev.lockstep.streams.table;

import dev.lockstep.schema.event.PartitionKey;
import dev.lockstep.schema.event.PartitionStatus;
import dev.lockstep.schema.event.TableKey;
import dev.lockstep.streams.store.WriteBehindStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Says, by the wall clock, how whole tables stand and what their lag was.
 *
 * <p>Both come from what the partitions said last, so a partition that is slow makes the table slow
 * and never makes it look better than it is.
 */
public final class TableProcessor
    extends ContextualProcessor<PartitionKey, PartitionStatus, TableKey, SpecificRecord> {

  private final String store;
  private final String statusSink;
  private final String lagSink;
  private final LongSupplier nowMicros;
  private final LongSupplier nanos;
  private final Duration interval;
  private final int partitions;
  private final Set<TableKey> changed = new LinkedHashSet<>();
  private final LagWindows lags = new LagWindows();
  private final Map<PartitionKey, Long> saidNanos = new HashMap<>();
  private @Nullable TableBook book;

  /**
   * @param nowMicros the wall clock, for what is said to people
   * @param nanos a clock that is never set
   * @param partitions of each table
   */
  public TableProcessor(
      String store,
      String statusSink,
      String lagSink,
      LongSupplier nowMicros,
      LongSupplier nanos,
      Duration interval,
      int partitions) {
    this.store = store;
    this.statusSink = statusSink;
    this.lagSink = lagSink;
    this.nowMicros = nowMicros;
    this.nanos = nanos;
    this.interval = interval;
    this.partitions = partitions;
  }

  @Override
  public void init(ProcessorContext<TableKey, SpecificRecord> context) {
    super.init(context);
    TableBook opened = new TableBook(context.<WriteBehindStore>getStateStore(store));
    book = opened;
    for (TableKey table : opened.tables()) {
      opened.partitions(table).forEach(status -> lags.add(table, status.getLag()));
    }
    context.schedule(interval, PunctuationType.WALL_CLOCK_TIME, at -> say());
  }

  @Override
  public void process(Record<PartitionKey, PartitionStatus> record) {
    PartitionStatus status = record.value();
    if (status == null) {
      return;
    }
    TableKey table = TableBook.keyOf(status);
    lags.add(table, status.getLag());
    saidNanos.put(record.key(), nanos.getAsLong());
    changed.add(table);
    book().put(PartitionStatus.newBuilder(status).setLag(lags.counted(table)).build());
  }

  private void say() {
    long now = nowMicros.getAsLong();
    Instant at = Instant.EPOCH.plus(now, ChronoUnit.MICROS);
    for (TableKey table : changed) {
      forward(table, new TableSummary(book().partitions(table), partitions).status(at), statusSink);
    }
    changed.clear();
    lags.ended(now, this::ageMillis, this::sayLag);
  }

  private void sayLag(TableKey table, SpecificRecord lag) {
    forward(table, lag, lagSink);
    for (PartitionStatus status : book().partitions(table)) {
      if (!status.getLag().isEmpty()) {
        book().put(PartitionStatus.newBuilder(status).setLag(List.of()).build());
      }
    }
  }

  /**
   * For how long the oldest change has been in flight; 0 when there is none, and never for one that
   * is.
   */
  private long ageMillis(TableKey table) {
    return book().partitions(table).stream().mapToLong(this::ageMillis).max().orElse(0);
  }

  /**
   * As of the newest marker that was judged, and since then by a clock that is never set. So no
   * clock that is off makes a table late, nor does history that is only now being read: the target
   * was not late when that was written, also where the markers of later were read before it.
   */
  private long ageMillis(PartitionStatus status) {
    Instant oldest = status.getOldestInFlightAt();
    Instant marked = status.getMarkedAt();
    if (oldest == null) {
      return 0;
    }
    PartitionKey key = new PartitionKey(status.getFlow(), status.getTable(), status.getPartition());
    long now = nanos.getAsLong();
    long since = (now - saidNanos.getOrDefault(key, now)) / 1_000_000;
    long then = marked == null ? 0 : Duration.between(oldest, marked).toMillis();
    return Math.max(1, Math.max(0, then) + since);
  }

  private void forward(TableKey table, SpecificRecord fact, String sink) {
    context().forward(new Record<>(table, fact, context().currentSystemTimeMs()), sink);
  }

  private TableBook book() {
    TableBook opened = book;
    if (opened == null) {
      throw new IllegalStateException("init() was not called");
    }
    return opened;
  }
}
