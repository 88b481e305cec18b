package dev.lockstep.console.kind;

import dev.lockstep.console.answer.TableStanding;
import dev.lockstep.console.fact.Entry;
import dev.lockstep.console.fact.FactTopic;
import dev.lockstep.console.fact.SeriesKind;
import dev.lockstep.console.json.JsonText;
import dev.lockstep.flow.Configured;
import dev.lockstep.schema.event.TableLag;
import dev.lockstep.schema.topic.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * The lag of each table over the last minutes. Served with the table at {@code /api/metrics}.
 *
 * @param mostSeries tables over all flows
 * @param mostPoints windows over all tables
 * @param mostPointsOfOne windows of one table
 * @param past how far back it is read at the start
 */
public record LagFacts(int mostSeries, int mostPoints, int mostPointsOfOne, Duration past)
    implements SeriesKind<TableLag> {

  @Override
  public String name() {
    return "lag";
  }

  @Override
  public Class<TableLag> type() {
    return TableLag.class;
  }

  @Override
  public List<FactTopic> topics() {
    return List.of(FactTopic.since(Topics.LAG, past));
  }

  @Override
  public String id(TableLag fact) {
    return TableStanding.id(fact.getFlow(), fact.getTable());
  }

  @Override
  public boolean concerns(TableLag fact, Configured configured) {
    return configured.table(fact.getFlow(), fact.getTable());
  }

  /** The lag of a table goes with the table. */
  @Override
  public Optional<String> endedBy(String topic, SpecificRecord key) {
    return TableFacts.tableOf(topic, key);
  }

  /** Fewer windows each when there are many tables, so that the sum stays bounded. */
  @Override
  public int mostPointsOfEach(int series) {
    return Math.max(2, Math.min(mostPointsOfOne, mostPoints / Math.max(1, series)));
  }

  @Override
  public Instant start(TableLag fact) {
    return fact.getWindowStart();
  }

  /** Start, length, changes, p50, p95, p99, max, uncertainty, oldest: as in the page's store. */
  @Override
  public long[] row(TableLag lag) {
    return new long[] {
      lag.getWindowStart().toEpochMilli(),
      lag.getWindowMillis(),
      lag.getChanges(),
      lag.getP50Millis(),
      lag.getP95Millis(),
      lag.getP99Millis(),
      lag.getMaxMillis(),
      lag.getUncertaintyMillis(),
      lag.getOldestInFlightMillis()
    };
  }

  /** One window by itself. */
  public static void window(JsonText json, Entry<TableLag> entry) throws IOException {
    TableLag lag = entry.fact();
    json.field("windowStart", lag.getWindowStart())
        .field("windowMillis", lag.getWindowMillis())
        .field("changes", lag.getChanges())
        .field("p50Millis", lag.getP50Millis())
        .field("p95Millis", lag.getP95Millis())
        .field("p99Millis", lag.getP99Millis())
        .field("maxMillis", lag.getMaxMillis())
        .field("uncertaintyMillis", lag.getUncertaintyMillis())
        .field("oldestInFlightMillis", lag.getOldestInFlightMillis());
  }
}
