package dev.lockstep.producers.reread;

import dev.lockstep.producers.publish.RereadPublisher;
import dev.lockstep.producers.publish.Rereading;
import dev.lockstep.producers.reread.Rereader.Teller;
import dev.lockstep.schema.event.PendingReread;
import dev.lockstep.schema.topic.TableName;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells people how far the reading of tables is: of each table by itself, or, where all tables of
 * an endpoint are read, of the endpoint as one. Belongs to the capture's thread.
 */
final class ReadingReport {

  private static final Duration EVERY = Duration.ofMillis(500);

  private final RereadPublisher publisher;
  private final Teller teller;

  /** How many rows tables have, about. */
  private final Map<TableName, Long> estimates;

  /** Tables told of as waiting, with the reason, or as being read; and not yet as done. */
  private final Map<TableName, String> told = new HashMap<>();

  private Pace pace = new Pace();
  private final Pace paceOfAll = new Pace();
  private long doneOfAll;
  private long toldNanos = System.nanoTime() - EVERY.toNanos();

  ReadingReport(RereadPublisher publisher, Teller teller, Map<TableName, Long> estimates) {
    this.publisher = publisher;
    this.teller = teller;
    this.estimates = Map.copyOf(estimates);
  }

  void begun() {
    pace = new Pace();
  }

  /** A table has been read to its end. */
  void ended(Rereading reading) {
    if (reading.isOfAll()) {
      doneOfAll += reading.rows();
    }
  }

  void tell(@Nullable Rereading reading, @Nullable TableReader reader) {
    List<PendingReread> pending = publisher.pending();
    long now = System.nanoTime();
    if ((pending.isEmpty() && told.isEmpty()) || now - toldNanos < EVERY.toNanos()) {
      return;
    }
    toldNanos = now;
    Set<TableName> waiting = new HashSet<>();
    for (PendingReread entry : pending) {
      TableName table = TableName.parse(entry.getTable());
      if (entry.getWhole() || !waiting.add(table)) {
        continue;
      }
      if (reading != null && reader != null && reading.table().equals(table)) {
        tellRead(table, reading, reader, now);
      } else if (!entry.getReason().equals(told.put(table, entry.getReason()))) {
        teller.reading(
            table, entry.getReason(), 0, 0, OptionalDouble.empty(), java.util.Optional.empty());
      }
    }
    told.keySet()
        .removeIf(
            table -> {
              boolean done = !waiting.contains(table);
              if (done && publisher.isCaptured(table)) {
                teller.read(table);
              }
              return done;
            });
    if (publisher.isReadingAll()) {
      tellAll(pending, reading, reader, now);
    }
  }

  private void tellRead(TableName table, Rereading reading, TableReader reader, long now) {
    told.put(table, "");
    long done = reading.rows();
    pace.done(now, done);
    OptionalDouble perSecond = pace.perSecond();
    long total = reader.estimatedRows();
    teller.reading(
        table,
        reason(reading.reason(), reader),
        done,
        Math.max(done, total),
        perSecond,
        Pace.remaining(done, total, perSecond));
  }

  private void tellAll(
      List<PendingReread> pending,
      @Nullable Rereading reading,
      @Nullable TableReader reader,
      long now) {
    long done = doneOfAll;
    long left = 0;
    String reason = "";
    for (PendingReread entry : pending) {
      if (entry.getWhole()) {
        reason = entry.getReason();
        left += estimates.getOrDefault(TableName.parse(entry.getTable()), 0L);
      }
    }
    if (reading != null && reader != null && reading.isOfAll()) {
      reason = reason(reason, reader);
      done += reading.rows();
      long before = estimates.getOrDefault(reading.table(), 0L);
      left += Math.max(before, reader.estimatedRows()) - before;
      left -= Math.min(left, reading.rows());
    }
    paceOfAll.done(now, done);
    OptionalDouble perSecond = paceOfAll.perSecond();
    teller.readingAll(
        reason, done, done + left, perSecond, Pace.remaining(done, done + left, perSecond));
  }

  private static String reason(String why, TableReader reader) {
    String trouble = reader.trouble();
    return trouble.isEmpty() ? why : "%s (just now it cannot be read: %s)".formatted(why, trouble);
  }
}
