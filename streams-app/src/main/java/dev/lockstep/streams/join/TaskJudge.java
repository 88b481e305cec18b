package dev.lockstep.streams.join;

import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.codec.RegistryWait;
import dev.lockstep.schema.event.DeadLetter;
import dev.lockstep.schema.event.IdKey;
import dev.lockstep.schema.event.Marker;
import dev.lockstep.schema.event.PartitionStatus;
import dev.lockstep.schema.event.Reread;
import dev.lockstep.schema.event.RereadKey;
import dev.lockstep.schema.event.RowRef;
import dev.lockstep.schema.event.Verdict;
import dev.lockstep.schema.topic.Topics;
import dev.lockstep.streams.decode.ChangeDecoder;
import dev.lockstep.streams.decode.Envelope;
import dev.lockstep.streams.decode.EnvelopeReader;
import dev.lockstep.streams.decode.RegisteredDefinitions;
import dev.lockstep.streams.decode.Shapes;
import dev.lockstep.streams.decode.UnreadableRecordException;
import dev.lockstep.streams.judge.Bench;
import dev.lockstep.streams.judge.Change;
import dev.lockstep.streams.judge.FlowTable;
import dev.lockstep.streams.judge.PartitionJudge;
import dev.lockstep.streams.judge.Route;
import dev.lockstep.streams.judge.SchemaPair;
import dev.lockstep.streams.judge.WantedBaseline;
import dev.lockstep.streams.table.PartitionStatuses;
import dev.lockstep.streams.verdict.RecentRecords;
import dev.lockstep.streams.verdict.RecordFetcher;
import dev.lockstep.streams.verdict.VerdictClerk;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The judge of one partition together with what it needs around it: decoding, details, statuses.
 *
 * <p>Times of changes and markers are the broker's from here on, when the record came to its topic:
 * the clocks of two databases and of those who capture them agree with nothing.
 *
 * <p>A record that cannot be read is set aside as a dead letter, and the rest goes on. A registry
 * that does not give a schema is no fault of the record: that stops the task, which is started
 * again.
 */
final class TaskJudge implements AutoCloseable {

  /** Where facts go. */
  interface Facts {
    void verdict(RowRef key, Verdict verdict);

    void deadLetter(IdKey key, DeadLetter letter);

    void reread(RereadKey key, Reread request);
  }

  private final JudgeSettings settings;
  private final Facts facts;
  private final EnvelopeReader reader;
  private final Deserializer<Marker> markers;
  private final FlowRouting routing;
  private final Shapes shapes;
  private final ChangeDecoder decoder;
  private final RecentRecords recent;
  private final RecordFetcher fetcher;
  private final DeadLetterBox deadLetters;
  private final VerdictClerk clerk;
  private final PartitionJudge judge;
  private final PartitionStatuses statuses;

  TaskJudge(int partition, Bench bench, JudgeSettings settings, Facts facts) {
    this.settings = settings;
    this.facts = facts;
    reader = new EnvelopeReader(settings.registry());
    markers = Avro.<Marker>specific(settings.registry(), false).deserializer();
    routing = new FlowRouting(settings.flows(), settings.topicIds());
    RegisteredDefinitions definitions =
        new RegisteredDefinitions(settings.registry(), routing::rules);
    shapes = new Shapes(definitions, this::readSchemas);
    decoder = new ChangeDecoder(shapes, definitions);
    recent = new RecentRecords(settings.recentBytes());
    fetcher = settings.fetchers().get();
    deadLetters = new DeadLetterBox(facts::deadLetter);
    clerk =
        new VerdictClerk(
            partition,
            reader,
            shapes,
            definitions::rowSchema,
            recent,
            fetcher,
            settings.detailsPerMinute(),
            settings.nowMicros(),
            facts::verdict);
    judge = new PartitionJudge(partition, bench, routing, definitions, clerk, settings.nowMicros());
    statuses = new PartitionStatuses(partition, bench, routing, judge.claims());
    settings.expiredRecords().of(partition).forEach(this::expired);
  }

  private void expired(String topic, ExpiredRecords.Range range) {
    if (topic.equals(Topics.MARKERS.name())) {
      judge.markersExpired(range.from(), range.to());
    }
    for (Route route : routing.routes(topic)) {
      judge.expired(route.table(), route.side(), range.from(), range.to());
    }
  }

  void marker(
      RecordMetadata place, long arrivedMillis, byte @Nullable [] key, byte @Nullable [] value) {
    try {
      Marker marker = value == null ? null : markers.deserialize(place.topic(), value);
      if (marker != null) {
        Instant arrived = Instant.ofEpochMilli(arrivedMillis);
        judge.marked(Marker.newBuilder(marker).setCapturedAt(arrived).build());
      }
    } catch (SerializationException e) {
      RegistryWait.throwIfDue(e);
      deadLetters.put(place, "", "", "", key, value, e, now());
    }
  }

  void change(
      RecordMetadata place, long arrivedMillis, byte @Nullable [] key, byte @Nullable [] value) {
    List<Route> routes = routing.routes(place.topic());
    if (routes.isEmpty()) {
      return;
    }
    recent.add(place.topic(), place.offset(), new RecordFetcher.Fetched(key, value));
    try {
      Envelope envelope = reader.read(place.topic(), key, value).arrived(arrivedMillis);
      for (Route route : routes) {
        changed(route, place, envelope);
      }
    } catch (UnreadableRecordException e) {
      routes.forEach(route -> unreadable(route, place, arrivedMillis, key, value, e));
    }
  }

  /** Whether there is more to judge than could be done in one go. */
  boolean isUnfinished() {
    return judge.isUnfinished();
  }

  void goOn() {
    judge.goOn();
  }

  void statuses(Consumer<PartitionStatus> reader) {
    statuses.due(now(), reader);
    judge.wantedBaselines(now(), this::request);
  }

  private void request(WantedBaseline wanted) {
    Instant at = Instant.EPOCH.plus(now(), ChronoUnit.MICROS);
    facts.reread(
        new RereadKey(wanted.endpoint(), wanted.table().toString()),
        new Reread(UUID.randomUUID().toString(), wanted.reason(), at, null, 0L, null));
  }

  @Override
  public void close() {
    fetcher.close();
  }

  private void changed(Route route, RecordMetadata place, Envelope envelope)
      throws UnreadableRecordException {
    FlowTable table = route.table();
    SchemaPair read = readSchemas(table);
    Change change = decoder.change(table, route.side(), envelope, place.offset(), read);
    if (envelope.key() != null) {
      clerk.readKey(table, envelope.key().getSchema());
    }
    judge.changed(table, route.side(), change);
  }

  private void unreadable(
      Route route,
      RecordMetadata place,
      long arrivedMillis,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Exception error) {
    FlowTable table = route.table();
    String text = "";
    try {
      GenericRecord record = key == null ? null : reader.key(place.topic(), key);
      if (record != null) {
        text = shapes.key(table, record.getSchema()).text(record);
        judge.changed(
            table,
            route.side(),
            decoder.unreadable(table, record, place.offset(), arrivedMillis * 1000));
      }
    } catch (UnreadableRecordException | IllegalArgumentException | ClassCastException e) {
      error.addSuppressed(e);
    }
    judge.skipped(table, route.side(), place.offset());
    deadLetters.put(place, table.flow(), table.source().toString(), text, key, value, error, now());
  }

  private SchemaPair readSchemas(FlowTable table) {
    return judge.readSchemas(table);
  }

  private long now() {
    return settings.nowMicros().getAsLong();
  }
}
