package dev.lockstep.producers;

import dev.lockstep.engine.table.TableFacts;
import dev.lockstep.producers.publish.TableSource;
import dev.lockstep.producers.reread.Rereader;
import dev.lockstep.producers.scope.CaptureScope;
import dev.lockstep.producers.source.Source;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.status.Status;
import dev.lockstep.schema.status.Status.RowsRead;
import dev.lockstep.schema.status.StatusReporter;
import dev.lockstep.schema.topic.TableName;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the database about tables and tells people about them. */
final class EndpointTables implements TableSource, Rereader.Teller {

  private static final Logger LOG = LoggerFactory.getLogger(EndpointTables.class);

  private final String endpoint;
  private final Source source;
  private final CaptureScope scope;
  private final CaptureTopics topics;
  private final StatusReporter statuses;

  EndpointTables(Source source, CaptureScope scope, CaptureTopics topics, StatusReporter statuses) {
    this.endpoint = scope.endpoint();
    this.source = source;
    this.scope = scope;
    this.topics = topics;
    this.statuses = statuses;
  }

  @Override
  public Optional<TableFacts> describe(TableName table) {
    return source.describe(table);
  }

  @Override
  public Collection<TableName> there() {
    return source.tables(scope::captures).keySet();
  }

  @Override
  public boolean isGone(TableName table) {
    return !source.gone(Set.of(table)).isEmpty();
  }

  @Override
  public void provision(Collection<TableName> tables) {
    topics.provision(tables);
  }

  @Override
  public void refused(TableName table, String message, String remedy) {
    LOG.warn("Endpoint {}: {} {}", endpoint, message, remedy);
    statuses.say(endpoint, table, Status.of(ComponentState.REFUSED, message, remedy));
  }

  @Override
  public void leftOut(TableName table, String message) {
    statuses.say(endpoint, table, Status.of(ComponentState.LEFT_OUT, message, ""));
  }

  @Override
  public void gone(TableName table) {
    statuses.say(endpoint, table, Status.of(ComponentState.STOPPED));
  }

  @Override
  public boolean takes(TableName table, long bytes) {
    return bytes <= topics.largestMessageNow(table);
  }

  @Override
  public void reading(
      TableName table,
      String reason,
      long done,
      long total,
      OptionalDouble perSecond,
      Optional<Duration> remaining) {
    statuses.say(
        endpoint, table, Status.reading(reason, new RowsRead(done, total, perSecond, remaining)));
  }

  @Override
  public void readingAll(
      String reason,
      long done,
      long total,
      OptionalDouble perSecond,
      Optional<Duration> remaining) {
    statuses.say(endpoint, Status.reading(reason, new RowsRead(done, total, perSecond, remaining)));
  }

  @Override
  public void read(TableName table) {
    describe(table).ifPresent(this::accepted);
  }

  @Override
  public void accepted(TableFacts table) {
    statuses.say(
        endpoint,
        table.name(),
        table.warnings().isEmpty()
            ? Status.of(ComponentState.RUNNING)
            : Status.of(ComponentState.RUNNING, String.join(" ", table.warnings()), ""));
  }
}
