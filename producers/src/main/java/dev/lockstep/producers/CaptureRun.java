package dev.lockstep.producers;

import dev.lockstep.engine.table.TableFacts;
import dev.lockstep.flow.Endpoint;
import dev.lockstep.flow.config.ProducersSettings;
import dev.lockstep.producers.TablesPast.ToRead;
import dev.lockstep.producers.behind.Behind;
import dev.lockstep.producers.behind.LogEndWatch;
import dev.lockstep.producers.publish.ChangePublisher;
import dev.lockstep.producers.publish.NeededReread;
import dev.lockstep.producers.publish.Position;
import dev.lockstep.producers.publish.PositionReader;
import dev.lockstep.producers.publish.TableChannels;
import dev.lockstep.producers.publish.TransactionalLog;
import dev.lockstep.producers.reread.Rereader;
import dev.lockstep.producers.reread.TakeUp;
import dev.lockstep.producers.scope.CaptureScope;
import dev.lockstep.producers.source.LogCutOffException;
import dev.lockstep.producers.source.LogFailedException;
import dev.lockstep.producers.source.LogReading;
import dev.lockstep.producers.source.Source;
import dev.lockstep.producers.source.event.LogEvent;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.PendingReread;
import dev.lockstep.schema.kafka.Tenure;
import dev.lockstep.schema.status.Status;
import dev.lockstep.schema.topic.TableName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

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

  private final Captures shared;
  private final Endpoint endpoint;
  private final CaptureScope scope;
  private final CaptureTopics topics;
  private final Source source;
  private final Optional<String> snapshotReason;
  private final Set<TableName> undefined;
  private final boolean troubled;
  private final BooleanSupplier stopping;
  private Optional<Tenure> tenure = Optional.empty();

  /**
   * @param undefined tables that the connector has no right definition of
   * @param troubled whether the run before failed
   */
  CaptureRun(
      Captures shared,
      Endpoint endpoint,
      CaptureScope scope,
      Optional<String> snapshotReason,
      Set<TableName> undefined,
      boolean troubled,
      BooleanSupplier stopping) {
    this.shared = shared;
    this.endpoint = endpoint;
    this.scope = scope;
    this.topics = new CaptureTopics(shared.config(), scope, shared.admin(), shared.subjects());
    this.source = shared.source(endpoint, topics.history(), topics::isFollowed);
    this.snapshotReason = snapshotReason;
    this.undefined = undefined;
    this.troubled = troubled;
    this.stopping = stopping;
  }

  /** What a failure of this run means for its being the one that captures the endpoint. */
  Tenure.End ended(RuntimeException failure) {
    PositionReader positions = new PositionReader(shared.kafka(), shared.codec());
    return tenure
        // Fenced while it opened the log: another one was faster.
        .orElseGet(Tenure::new)
        .ended(failure, () -> positions.lastSigned(endpoint.name()));
  }

  /** Returns whether another run is to go on at once, since this one ended only to start anew. */
  boolean follow() throws InterruptedException {
    topics.provisionOwn();
    say(Status.of(ComponentState.STARTING));
    provisionTables(source.look());
    try (TransactionalLog log =
        TransactionalLog.open(
            endpoint.name(),
            shared.kafka(),
            shared.codec(),
            settings().transactionTimeout(),
            topics::largestMessage)) {
      tenure = Optional.of(log.tenure());
      Position position =
          new PositionReader(shared.kafka(), shared.codec())
              .take(endpoint.name(), log)
              .orElse(Position.NONE);
      // Looked at again: an older instance may have read on until it was fenced.
      Source.Look server = source.look();
      return follow(server, provisionTables(server), log, position);
    }
  }

  /** Returns the tables that are there and can be captured. */
  private Set<TableName> provisionTables(Source.Look server) {
    Set<TableName> wanted =
        topics.expected(other -> shared.source(other, topics.history(), table -> false));
    List<TableName> present =
        server.tables().values().stream()
            .filter(TableFacts::hasPrimaryKey)
            .map(TableFacts::name)
            .toList();
    wanted.addAll(present);
    topics.provision(wanted);
    return Set.copyOf(present);
  }

  private boolean follow(
      Source.Look server, Set<TableName> present, TransactionalLog log, Position position)
      throws InterruptedException {
    EndpointTables catalogue = new EndpointTables(source, scope, topics, shared.statuses());
    TableChannels tables = new TableChannels(scope, catalogue);
    tables.open(server.tables().values());
    TablesPast past = new TablesPast(shared, source, scope, topics);
    tables.gone(past.goneUntold(server.tables().keySet()));
    sayMissing(server);
    ToRead toRead =
        snapshotReason
            .map(ToRead::all)
            .orElseGet(() -> past.toRead(server, present, position, tables));
    boolean whole = toRead.endpoint().isPresent();
    Position from = whole ? position.nextEpoch(shared.clock().instant()) : position;
    Commits commits = new Commits();
    Behind behind = new Behind(source.transactions(), shared.clock(), System::nanoTime);
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
            commits);
    if (toRead.endpoint().isPresent()) {
      publisher.announceAll(toRead.endpoint().get());
    } else {
      toRead.tables().forEach(publisher.rereads()::need);
      undefined.forEach(table -> publisher.rereads().need(undefined(table, server)));
    }
    try (LogReading reading =
            source.open(
                server,
                whole ? tables.refused() : passedOver(toRead, from, tables),
                from.isResumable() ? from.resume() : Optional.empty());
        LogEndWatch watch = LogEndWatch.start(endpoint.name(), source, behind::ends);
        Rereader rereader =
            new Rereader(
                endpoint.name(),
                publisher.rereads(),
                reading::openTable,
                shared.clock(),
                catalogue,
                rows(server))) {
      commits.log = Optional.of(reading);
      TakeUp takeUp = new TakeUp(endpoint.name(), publisher, reading);
      return loop(reading, publisher, tables, behind, rereader, takeUp);
    }
  }

  private static Map<TableName, Long> rows(Source.Look server) {
    return server.tables().values().stream()
        .collect(Collectors.toUnmodifiableMap(TableFacts::name, TableFacts::rows));
  }

  /** What the connector must not look at: it has no definition of it, or cannot have one. */
  private Set<TableName> passedOver(ToRead toRead, Position from, TableChannels tables) {
    Set<TableName> passedOver = new TreeSet<>(tables.refused());
    toRead.tables().stream()
        .filter(NeededReread::unknown)
        .map(NeededReread::table)
        .forEach(passedOver::add);
    from.rereads().stream()
        .filter(PendingReread::getUnknown)
        .map(entry -> TableName.parse(entry.getTable()))
        .forEach(passedOver::add);
    passedOver.addAll(undefined);
    return passedOver;
  }

  private NeededReread undefined(TableName table, Source.Look server) {
    if (!server.tables().containsKey(table)) {
      shared
          .statuses()
          .say(
              endpoint.name(),
              table,
              Status.of(
                  ComponentState.REFUSED,
                  "The log of endpoint %s tells of %s, which is no table that can be captured."
                      .formatted(endpoint.name(), table),
                  "Exclude it from the flow."));
    }
    return new NeededReread(
        table, "The definition that the log was read with was not the table's", true, true);
  }

  private boolean loop(
      LogReading reading,
      ChangePublisher publisher,
      TableChannels tables,
      Behind behind,
      Rereader rereader,
      TakeUp takeUp)
      throws InterruptedException {
    Standing standing = new Standing(behind, this::say, System::nanoTime);
    long heard = System.nanoTime();
    long committed = heard;
    long began = heard;
    long lookedAgain = heard;
    boolean running = false;
    while (!stopping.getAsBoolean()) {
      List<LogEvent> events = poll(reading, publisher);
      long now = System.nanoTime();
      if (!events.isEmpty()) {
        heard = now;
        publish(publisher, events);
      } else if (publisher.isFollowing() && now - heard > SILENCE.toNanos()) {
        throw new LogFailedException("The database's log has been silent for " + SILENCE, null);
      }
      reading.quietAt().ifPresent(behind::quiet);
      if (publisher.isFollowing()) {
        shared.requests().of(endpoint.name()).forEach(publisher.rereads()::request);
        rereader.step(reading.place());
        if (takeUp.step(reading.place())) {
          publisher.flush();
          return true;
        }
      }
      if (now - heard < ALIVE.toNanos()) {
        publisher.heartbeat();
      }
      boolean due = now - committed >= settings().commitInterval().toNanos();
      if (publisher.isOpen() && (due || publisher.isOlderThan(oldest()))) {
        publisher.flush();
        committed = System.nanoTime();
      }
      if (publisher.isFollowing()) {
        if (!running && (!troubled || now - began > PROVEN.toNanos())) {
          running = true;
        }
        if (running && !rereader.isReadingAll()) {
          standing.tell();
        }
        if (now - lookedAgain > LOOK_AGAIN_EVERY.toNanos()) {
          lookedAgain = now;
          tables
              .lookAgain()
              .forEach(
                  table ->
                      publisher
                          .rereads()
                          .need(
                              new NeededReread(
                                  table, "It was refused and can be captured now", true, true)));
        }
      }
    }
    publisher.flush();
    return false;
  }

  /** What was read before a failure is committed: the next attempt goes on behind it. */
  private static List<LogEvent> poll(LogReading reading, ChangePublisher publisher)
      throws InterruptedException {
    try {
      return reading.poll();
    } catch (RuntimeException e) {
      try {
        if (e instanceof LogCutOffException) {
          publisher.cutOff("The server says that its log is cut off");
        }
        publisher.flush();
      } catch (RuntimeException unsaved) {
        e.addSuppressed(unsaved);
      }
      throw e;
    }
  }

  /**
   * A Kafka transaction is committed by then whatever the commit interval: well before it is ended.
   */
  private Duration oldest() {
    return settings().transactionTimeout().dividedBy(4);
  }

  private void publish(ChangePublisher publisher, List<LogEvent> events) {
    publisher.batch();
    for (LogEvent event : events) {
      publisher.publish(event);
      if (publisher.isOlderThan(oldest())) {
        publisher.flush();
      }
    }
  }

  private void sayMissing(Source.Look server) {
    for (TableName table : scope.namedTables()) {
      if (!server.tables().containsKey(table)) {
        shared
            .statuses()
            .say(
                endpoint.name(),
                table,
                Status.of(
                    ComponentState.REFUSED,
                    "Table %s of endpoint %s does not exist, or %s may not see it."
                        .formatted(table, endpoint.name(), endpoint.account()),
                    "Create it, grant SELECT on it, or take it out of the flow; once it is created it is captured."));
      }
    }
  }

  private void say(Status status) {
    shared.statuses().say(endpoint.name(), status);
  }

  private ProducersSettings settings() {
    return shared.config().producers();
  }
}
