package dev.lockstep.streams.verdict;

import dev.lockstep.schema.change.Filling;
import dev.lockstep.schema.event.ColumnDifference;
import dev.lockstep.schema.event.RowRef;
import dev.lockstep.schema.event.Verdict;
import dev.lockstep.schema.event.VerdictKind;
import dev.lockstep.schema.event.VerdictState;
import dev.lockstep.schema.row.KeyShape;
import dev.lockstep.schema.row.RowShape;
import dev.lockstep.streams.decode.EnvelopeReader;
import dev.lockstep.streams.decode.Shapes;
import dev.lockstep.streams.decode.UnreadableRecordException;
import dev.lockstep.streams.judge.Court;
import dev.lockstep.streams.judge.FlowTable;
import dev.lockstep.streams.judge.Ruling;
import dev.lockstep.streams.state.Side;
import dev.lockstep.streams.verdict.RecordFetcher.Fetched;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes rulings down as verdicts: finds the two records behind a mismatch, among those seen last
 * or back in Kafka, and names the columns that differ.
 *
 * <p>Details are capped a minute and may have expired; the verdict then says that they are left
 * out. Whether there is a verdict never depends on them.
 */
public final class VerdictClerk implements Court {

  private final int partition;
  private final EnvelopeReader reader;
  private final Shapes shapes;
  private final IntFunction<Schema> rowSchemas;
  private final RecentRecords recent;
  private final RecordFetcher fetcher;
  private final DetailBudget budget;
  private final LongSupplier nowMicros;
  private final BiConsumer<RowRef, Verdict> verdicts;
  private final Map<FlowTable, KeyShape> keys = new HashMap<>();

  /**
   * @param rowSchemas the schema of the rows under a definition, by its registry id
   */
  public VerdictClerk(
      int partition,
      EnvelopeReader reader,
      Shapes shapes,
      IntFunction<Schema> rowSchemas,
      RecentRecords recent,
      RecordFetcher fetcher,
      int detailsPerMinute,
      LongSupplier nowMicros,
      BiConsumer<RowRef, Verdict> verdicts) {
    this.partition = partition;
    this.reader = reader;
    this.shapes = shapes;
    this.rowSchemas = rowSchemas;
    this.recent = recent;
    this.fetcher = fetcher;
    this.budget = new DetailBudget(detailsPerMinute);
    this.nowMicros = nowMicros;
    this.verdicts = verdicts;
  }

  /** The differing columns, or why they are left out. */
  private record Details(List<ColumnDifference> columns, @Nullable String leftOut) {
    private static final Details NONE = new Details(List.of(), null);
  }

  @Override
  public void state(Ruling ruling) {
    FlowTable table = ruling.table();
    Details details = details(ruling);
    String reason = ruling.reason() != null ? ruling.reason() : details.leftOut;
    Verdict verdict =
        Verdict.newBuilder()
            .setId(ruling.id())
            .setFlow(table.flow())
            .setTable(table.source().toString())
            .setTargetTable(table.target().toString())
            .setKey(ruling.keyText())
            .setKind(ruling.kind())
            .setState(ruling.state())
            .setRevision(ruling.revision())
            .setColumns(details.columns)
            .setDetailsCapped(details.leftOut != null)
            .setReason(reason)
            .setPartition(partition)
            .setSourceOffset(ruling.sourceOffset())
            .setTargetOffset(ruling.targetOffset())
            .setPosition(ruling.position())
            .setOpenedAt(instant(ruling.openedMicros()))
            .setClosedAt(
                ruling.state() == VerdictState.CLOSED ? instant(ruling.closedMicros()) : null)
            .build();
    verdicts.accept(new RowRef(table.flow(), table.source().toString(), ruling.keyText()), verdict);
  }

  /** A record of this table was read: its keys have this schema. */
  public void readKey(FlowTable table, Schema schema) {
    keys.put(table, shapes.key(table, schema));
  }

  /**
   * From the key itself, once the shape of the table's keys is known: a table that is emptied has a
   * verdict for each of its rows, and a record fetched for each would take longer than a task may.
   */
  @Override
  public String keyText(FlowTable table, Side side, long offset, byte[] key) {
    KeyShape known = keys.get(table);
    return Optional.ofNullable(known)
        .flatMap(shape -> shape.text(key))
        .or(() -> fetchedText(table, side, offset))
        .orElseGet(() -> "0x" + HexFormat.of().formatHex(key));
  }

  private Optional<String> fetchedText(FlowTable table, Side side, long offset) {
    String topic = table.topic(side);
    try {
      Optional<Fetched> found = offset < 0 ? Optional.empty() : find(topic, offset);
      byte[] bytes = found.map(Fetched::key).orElse(null);
      if (bytes == null) {
        return Optional.empty();
      }
      GenericRecord record = reader.key(topic, bytes);
      KeyShape shape = shapes.key(table, record.getSchema());
      keys.put(table, shape);
      return Optional.of(shape.text(record));
    } catch (UnreadableRecordException e) {
      // The canonical bytes still tell this key from every other.
      return Optional.empty();
    }
  }

  private Details details(Ruling ruling) {
    if (ruling.kind() != VerdictKind.MISMATCHED || ruling.state() != VerdictState.OPEN) {
      return Details.NONE;
    }
    if (!budget.take(nowMicros.getAsLong())) {
      return new Details(List.of(), "columns left out: the limit of details a minute is reached");
    }
    try {
      FlowTable table = ruling.table();
      GenericRecord source =
          row(table.topic(Side.SOURCE), ruling.sourceOffset(), ruling.filledAtSource());
      GenericRecord target =
          row(table.topic(Side.TARGET), ruling.targetOffset(), ruling.filledAtTarget());
      RowShape sourceShape = shapes.row(table, source.getSchema());
      RowShape targetShape = shapes.row(table, target.getSchema());
      return new Details(RowShape.differences(sourceShape, source, targetShape, target), null);
    } catch (UnreadableRecordException e) {
      return new Details(List.of(), "columns left out: " + e.getMessage());
    }
  }

  /** The row of a record, with the columns that were added to it since. */
  private GenericRecord row(String topic, long offset, List<Integer> filledBy)
      throws UnreadableRecordException {
    GenericRecord row = row(topic, offset);
    for (int schema : filledBy) {
      row = Filling.complete(row, rowSchemas.apply(schema));
    }
    return row;
  }

  private GenericRecord row(String topic, long offset) throws UnreadableRecordException {
    Fetched record =
        find(topic, offset)
            .orElseThrow(
                () ->
                    new UnreadableRecordException(
                        "offset %d of %s is no longer in Kafka".formatted(offset, topic)));
    GenericRecord row = reader.read(topic, record.key(), record.value()).after();
    if (row == null) {
      throw new UnreadableRecordException("offset %d of %s has no row".formatted(offset, topic));
    }
    return row;
  }

  private Optional<Fetched> find(String topic, long offset) {
    Optional<Fetched> seen = recent.find(topic, offset);
    return seen.isPresent() ? seen : fetcher.fetch(topic, partition, offset);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
