package dev.lockstep.producers.publish;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.producers.convert.RowConverter;
import dev.lockstep.producers.convert.TableSchema;
import dev.lockstep.producers.scope.CaptureScope;
import dev.lockstep.producers.source.event.LogEvent.RowChanged;
import dev.lockstep.producers.source.event.LogMark;
import dev.lockstep.producers.source.event.Row;
import dev.lockstep.producers.source.event.UnreadableValueException;
import dev.lockstep.schema.event.ChangeSource;
import dev.lockstep.schema.topic.TableName;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes to change topics: a row to the partition of its key, a barrier to every partition; each
 * record with the next serial.
 */
final class ChangeWriter {

  /** What a barrier says of its table. */
  enum Barrier {
    SNAPSHOT_STARTS("s"),
    SNAPSHOT_ENDS("e"),
    TRUNCATED("t"),
    REDEFINED("h");

    private final String op;

    Barrier(String op) {
      this.op = op;
    }
  }

  private final String type;
  private final String endpoint;
  private final int partitions;
  private final TransactionalLog log;
  private final MarkerWriter markers;
  private final Serials serials;
  private final int epoch;
  private long captureMicros;
  private boolean beside;

  ChangeWriter(
      CaptureScope scope,
      int partitions,
      TransactionalLog log,
      MarkerWriter markers,
      Serials serials,
      int epoch) {
    this.type = scope.type().label();
    this.endpoint = scope.endpoint();
    this.partitions = partitions;
    this.log = log;
    this.markers = markers;
    this.serials = serials;
    this.epoch = epoch;
  }

  /** What is written from now on was captured then. */
  void capturedAt(Instant now) {
    captureMicros = now.getEpochSecond() * 1_000_000L + now.getNano() / 1000;
  }

  /** Whether what is written from now on is no part of the log, and of no transaction in it. */
  void beside(boolean isBeside) {
    beside = isBeside;
  }

  /**
   * Returns the row's key. Throws a {@link LockstepException} when the row cannot be read; nothing
   * of it is written then.
   */
  GenericRecord row(TableChannel channel, RowChanged row, Instant at) {
    GenericRecord key = key(channel, row);
    write(channel, row, key, at);
    return key;
  }

  /** Writes a row of a table that is read anew, if nothing newer was written of its key. */
  boolean read(TableChannel channel, RowChanged row, Rereading reading) {
    GenericRecord key = key(channel, row);
    if (!reading.isNewest(channel.identity(key))) {
      return false;
    }
    write(channel, row, key, row.at());
    return true;
  }

  private GenericRecord key(TableChannel channel, RowChanged row) {
    if (row.shape().primaryKey().isEmpty()) {
      throw TableChannels.keyless(endpoint, row.table());
    }
    try {
      channel.prepare(row);
      Row image = row.after() == null ? row.before() : row.after();
      return channel.converter().key(Objects.requireNonNull(image));
    } catch (ArithmeticException
        | ClassCastException
        | DateTimeException
        | UnreadableValueException e) {
      throw unreadable(row, e);
    }
  }

  private void write(TableChannel channel, RowChanged row, GenericRecord key, Instant at) {
    GenericRecord change;
    try {
      String transaction = row.mark().map(LogMark::transaction).orElse(null);
      ChangeSource source =
          source(row.table(), at, row.op().equals("r"), transaction, row.file(), row.position());
      change =
          channel.converter().change(row.before(), row.after(), source, row.op(), captureMicros);
    } catch (ArithmeticException
        | ClassCastException
        | DateTimeException
        | UnreadableValueException e) {
      throw unreadable(row, e);
    }
    try {
      send(channel, channel.partition(key, partitions), key, change);
    } catch (SizeLimit.TooLargeException e) {
      throw new RowTooLargeException(row.table(), key, channel.topic(), e);
    }
  }

  private static LockstepException unreadable(RowChanged row, RuntimeException cause) {
    return new LockstepException(
        Category.DATA,
        "A row of table %s at %s cannot be read: %s"
            .formatted(row.table(), place(row), LockstepException.messageOf(cause)),
        "Correct the value or exclude the table, then restart: the table is read anew.",
        cause);
  }

  private static String place(RowChanged row) {
    String transaction = row.mark().map(LogMark::transaction).orElse("");
    return transaction.isEmpty() ? row.file() + ":" + row.position() : transaction;
  }

  void barrier(
      Barrier barrier,
      TableName table,
      TableChannel channel,
      Instant at,
      boolean snapshot,
      @Nullable String transaction) {
    TableSchema schema = channel.schema();
    for (int partition = 0; partition < partitions; partition++) {
      ChangeSource source = source(table, at, snapshot, transaction, null, 0);
      send(
          channel,
          partition,
          null,
          RowConverter.barrier(schema, source, barrier.op, captureMicros));
    }
  }

  private void send(
      TableChannel channel, int partition, @Nullable GenericRecord key, GenericRecord change) {
    log.send(channel.topic(), partition, key, change);
    if (beside) {
      markers.beside(channel.topic(), partition, serials.last());
    } else {
      markers.change(channel.topic(), partition, serials.last());
    }
  }

  private ChangeSource source(
      TableName table,
      Instant at,
      boolean snapshot,
      @Nullable String gtid,
      @Nullable String file,
      long position) {
    return new ChangeSource(
        type,
        endpoint,
        at.toEpochMilli(),
        snapshot,
        table.schema(),
        table.table(),
        gtid,
        file,
        position,
        serials.next(),
        epoch);
  }
}
