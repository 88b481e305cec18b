package dev.lockstep.producers;

import dev.lockstep.flow.Endpoint;
import dev.lockstep.flow.config.ProducersSettings;
import dev.lockstep.producers.StatusReporter.Status;
import dev.lockstep.producers.behind.Behind;
import dev.lockstep.producers.behind.LogEndWatch;
import dev.lockstep.producers.catalog.CaptureScope;
import dev.lockstep.producers.catalog.Catalog;
import dev.lockstep.producers.catalog.Databases;
import dev.lockstep.producers.catalog.Preflight;
import dev.lockstep.producers.catalog.ServerFacts;
import dev.lockstep.producers.catalog.TableFacts;
import dev.lockstep.producers.debezium.ConnectorProperties;
import dev.lockstep.producers.debezium.ConnectorRun;
import dev.lockstep.producers.debezium.RecordReader;
import dev.lockstep.producers.publish.ChangePublisher;
import dev.lockstep.producers.publish.Position;
import dev.lockstep.producers.publish.PositionReader;
import dev.lockstep.producers.publish.TableChannels;
import dev.lockstep.producers.publish.TransactionalLog;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.topic.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * One attempt at capturing an endpoint: looks at the server, makes the topics, fences older
 * instances, reads the position and follows the log from there until told to stop or until
 * something throws. Everything it opens it closes; what it leaves is in Kafka (invariant 1).
 */
final class CaptureRun {

  /** The server sends a heartbeat each second: longer silence is a connection that is gone. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  /** Shorter silence is no reason to doubt that the capture is alive. */
  private static final Duration ALIVE = Duration.ofSeconds(3);

  /** A run after one that failed shows that the trouble is over by not failing for this long. */
  private static final Duration PROVEN = Duration.ofSeconds(5);

  /** Refused tables are few, and nobody waits for them by the second. */
  private static final Duration LOOK_AGAIN_EVERY = Duration.ofSeconds(15);

  private static final Duration STATUS_EVERY = Duration.ofMillis(500);

  private final Captures shared;
  private final Endpoint endpoint;
  private final CaptureScope scope;
  private final CaptureTopics topics;
  private final Optional<String> snapshotReason;
  private final boolean troubled;
  private final BooleanSupplier stopping;

  CaptureRun(
      Captures shared,
      Endpoint endpoint,
      CaptureScope scope,
      Optional<String> snapshotReason,
      boolean troubled,
      BooleanSupplier stopping) {
    this.shared = shared;
    this.endpoint = endpoint;
    this.scope = scope;
    this.topics = new CaptureTopics(shared.config(), scope, shared.admin(), shared.subjects());
    this.snapshotReason = snapshotReason;
    this.troubled = troubled;
    this.stopping = stopping;
  }

  private record Server(ServerFacts facts, Map<TableName, TableFacts> tables) {}

  void follow() throws InterruptedException {
    topics.provisionOwn();
    say(Status.of(ComponentState.STARTING));
    provisionTables(inspect());
    try (TransactionalLog log =
        TransactionalLog.open(
            endpoint.name(),
            shared.kafka(),
            shared.codec(),
            settings().transactionTimeout(),
            topics::largestMessage)) {
      Position position =
          new PositionReader(shared.kafka(), shared.codec())
              .take(endpoint.name(), log)
              .orElse(Position.NONE);
      // Looked at again: an older instance may have read on until it was fenced.
      Server server = inspect();
      follow(server, provisionTables(server), log, position);
    }
  }

  private Server inspect() {
    try (Connection connection = Databases.open(endpoint)) {
      ServerFacts facts = ServerFacts.read(endpoint, connection);
      Preflight.check(endpoint, facts);
      return new Server(facts, new Catalog(endpoint).tables(connection, scope::captures));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the tables that are there and can be captured. */
  private Set<TableName> provisionTables(Server server) {
    Set<TableName> wanted = topics.expected();
    List<TableName> present =
        server.tables().values().stream()
            .filter(TableFacts::hasPrimaryKey)
            .map(TableFacts::name)
            .toList();
    wanted.addAll(present);
    topics.provision(wanted);
    return Set.copyOf(present);
  }

  private void follow(
      Server server, Set<TableName> present, TransactionalLog log, Position position)
      throws InterruptedException {
    TableChannels tables =
        new TableChannels(scope, new EndpointTables(endpoint, topics, shared.statuses()));
    tables.open(server.tables().values());
    TablesPast past = new TablesPast(shared, endpoint, scope, topics);
    tables.gone(past.goneUntold(server.tables().keySet()));
    sayMissing(server);
    Optional<String> reason =
        snapshotReason.isPresent()
            ? snapshotReason
            : past.reasonToSnapshot(server.facts(), server.tables(), present, position, tables);
    Position from = reason.isPresent() ? position.nextEpoch(shared.clock().instant()) : position;
    Map<String, String> properties =
        ConnectorProperties.of(
            endpoint,
            scope,
            server.tables().values(),
            tables.refused(),
            settings(),
            shared.kafka(),
            topics.history(),
            shared.identity(),
            server.facts().encrypted());
    ConnectorHolder connector = new ConnectorHolder();
    Behind behind = new Behind(shared.clock(), System::nanoTime);
    ChangePublisher publisher =
        new ChangePublisher(
            scope,
            shared.config().topics().partitions(),
            log,
            tables,
            from,
            shared.clock(),
            settings().markerHeartbeat(),
            behind,
            connector);
    if (reason.isPresent()) {
      publisher.announceSnapshot();
    }
    try (ConnectorRun run =
            ConnectorRun.start(properties, from.isResumable() ? from.resume() : Optional.empty());
        LogEndWatch watch = LogEndWatch.start(endpoint, behind::ends)) {
      connector.run = Optional.of(run);
      long total = server.tables().values().stream().mapToLong(TableFacts::rows).sum();
      loop(run, publisher, tables, behind, reason, total);
    }
  }

  private void loop(
      ConnectorRun run,
      ChangePublisher publisher,
      TableChannels tables,
      Behind behind,
      Optional<String> reason,
      long total)
      throws InterruptedException {
    RecordReader reader = new RecordReader(endpoint.name());
    Standing standing = new Standing(behind, this::say, System::nanoTime);
    long heard = System.nanoTime();
    long committed = heard;
    long began = heard;
    long said = 0;
    long lookedAgain = heard;
    boolean running = false;
    while (!stopping.getAsBoolean()) {
      List<SourceRecord> records = run.poll();
      long now = System.nanoTime();
      if (!records.isEmpty()) {
        heard = now;
        publish(reader, publisher, records);
      } else if (publisher.isSnapshotCompleted() && now - heard > SILENCE.toNanos()) {
        throw new ConnectException("The database's log has been silent for " + SILENCE);
      }
      run.quietAt().ifPresent(behind::quiet);
      if (now - heard < ALIVE.toNanos()) {
        publisher.heartbeat();
      }
      boolean due = now - committed >= settings().commitInterval().toNanos();
      if (publisher.isOpen() && (due || publisher.isOlderThan(oldest()))) {
        publisher.flush();
        committed = System.nanoTime();
      }
      if (publisher.isSnapshotCompleted()) {
        if (!running && (!troubled || now - began > PROVEN.toNanos())) {
          running = true;
        }
        if (running) {
          standing.tell();
        }
        if (now - lookedAgain > LOOK_AGAIN_EVERY.toNanos()) {
          lookedAgain = now;
          tables.lookAgain();
        }
      } else if (now - said > STATUS_EVERY.toNanos()) {
        said = now;
        saySnapshot(publisher.snapshotRows(), total, reason);
      }
    }
    publisher.flush();
  }

  /**
   * A Kafka transaction is committed by then whatever the commit interval: well before it is ended.
   */
  private Duration oldest() {
    return settings().transactionTimeout().dividedBy(4);
  }

  private void publish(RecordReader reader, ChangePublisher publisher, List<SourceRecord> records) {
    publisher.batch();
    for (SourceRecord record : records) {
      publisher.publish(reader.read(record));
      if (publisher.isOlderThan(oldest())) {
        publisher.flush();
      }
    }
  }

  private void sayMissing(Server server) {
    for (TableName table : scope.namedTables()) {
      if (!server.tables().containsKey(table)) {
        shared
            .statuses()
            .table(
                endpoint.name(),
                table,
                Status.of(
                    ComponentState.REFUSED,
                    "Table %s of endpoint %s does not exist, or user '%s' may not see it."
                        .formatted(table, endpoint.name(), endpoint.username()),
                    "Create it, grant SELECT on it, or take it out of the flow; once it is created it is captured."));
      }
    }
  }

  private void saySnapshot(long done, long total, Optional<String> reason) {
    say(new Status(ComponentState.SNAPSHOT, reason, Optional.empty(), done, Math.max(done, total)));
  }

  private void say(Status status) {
    shared.statuses().endpoint(endpoint.name(), status);
  }

  private ProducersSettings settings() {
    return shared.config().producers();
  }
}
