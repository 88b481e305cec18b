package dev.lockstep.producers;

import dev.lockstep.engine.table.TableFacts;
import dev.lockstep.producers.convert.Redefinition;
import dev.lockstep.producers.convert.TableSchema;
import dev.lockstep.producers.publish.AnnouncedTables;
import dev.lockstep.producers.publish.LastDefinitions;
import dev.lockstep.producers.publish.NeededReread;
import dev.lockstep.producers.publish.Position;
import dev.lockstep.producers.publish.TableChannels;
import dev.lockstep.producers.scope.CaptureScope;
import dev.lockstep.producers.source.Source;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.status.Status;
import dev.lockstep.schema.topic.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/**
 * What happened to tables while nobody looked, as far as the topics and the database tell together;
 * and hence whether the log is enough to go on from.
 */
final class TablesPast {

  private final Captures shared;
  private final String endpoint;
  private final Source source;
  private final CaptureScope scope;
  private final CaptureTopics topics;

  TablesPast(Captures shared, Source source, CaptureScope scope, CaptureTopics topics) {
    this.shared = shared;
    this.endpoint = scope.endpoint();
    this.source = source;
    this.scope = scope;
    this.topics = topics;
  }

  /**
   * What is to be read anew.
   *
   * @param endpoint why all tables must be; empty when the log can be gone on with
   */
  record ToRead(Optional<String> endpoint, List<NeededReread> tables) {

    ToRead {
      tables = List.copyOf(tables);
    }

    static ToRead all(String reason) {
      return new ToRead(Optional.of(reason), List.of());
    }
  }

  /**
   * What must be read anew, if anything.
   *
   * @param look what was seen of the server, and {@code present} which tables can be captured
   * @param tables is told which of them the topics know already
   */
  ToRead toRead(Source.Look look, Set<TableName> present, Position position, TableChannels tables) {
    if (!position.isResumable()) {
      return ToRead.all(
          position.epoch() == 0 ? "The first snapshot" : "An earlier snapshot was not finished");
    }
    look.checkReachesBackTo(position.resume().orElseThrow());
    Set<TableName> announced = AnnouncedTables.find(shared.kafka(), endpoint, present);
    tables.announced(announced);
    Set<TableName> abandoned = position.resume().orElseThrow().abandoned();
    Set<TableName> refused = tables.refused();
    tables.abandonedBefore(abandoned);
    // The log is not read for them, so that later it does not tell what became of their rows.
    tables.abandonedBefore(topics.existing(refused));
    Set<TableName> waiting =
        position.rereads().stream()
            .map(entry -> TableName.parse(entry.getTable()))
            .collect(Collectors.toUnmodifiableSet());
    List<NeededReread> needed = new ArrayList<>();
    for (TableFacts table : look.tables().values()) {
      TableName name = table.name();
      if (refused.contains(name)) {
        continue;
      }
      if (abandoned.contains(name)) {
        needed.add(new NeededReread(name, "It was given up and can be captured again", true, true));
      } else if (!waiting.contains(name) && isUnread(table, announced, position)) {
        needed.add(new NeededReread(name, "It was never read", true, true));
      }
    }
    List<TableFacts> followed =
        look.tables().values().stream()
            .filter(table -> !refused.contains(table.name()) && !abandoned.contains(table.name()))
            .toList();
    altered(followed, announced)
        .forEach(
            table ->
                needed.add(
                    new NeededReread(
                        table, "It was altered in a way that may change rows", false, false)));
    return new ToRead(Optional.empty(), needed);
  }

  /** One that was there before the position but was not captured: newly configured. */
  private static boolean isUnread(TableFacts table, Set<TableName> announced, Position position) {
    return !announced.contains(table.name())
        && table.created().map(at -> at.isBefore(position.at())).orElse(true);
  }

  /** Tables that were altered while nobody read the log, which says too little of that. */
  private List<TableName> altered(Collection<TableFacts> there, Set<TableName> announced) {
    Map<TableName, Schema> published =
        LastDefinitions.find(shared.kafka(), shared.codec(), endpoint, announced);
    return there.stream()
        .filter(
            table -> {
              Schema before = published.get(table.name());
              return before != null
                  && Redefinition.mayChangeRows(endpoint, TableSchema.rowOf(before), table);
            })
        .map(TableFacts::name)
        .toList();
  }

  /**
   * Tables of which something was said and that have since been dropped or renamed, while nobody
   * looked or where a snapshot passed over it, by the schemas of what was published of them. Of
   * those that never were in a topic it is only said that they are no more.
   */
  Map<TableName, Schema> goneUntold(Set<TableName> there) {
    Set<TableName> gone = gone(there);
    Map<TableName, Schema> published =
        LastDefinitions.find(shared.kafka(), shared.codec(), endpoint, topics.existing(gone));
    gone.removeAll(published.keySet());
    gone.removeAll(scope.namedTables());
    gone.forEach(
        table -> shared.statuses().say(endpoint, table, Status.of(ComponentState.STOPPED)));
    return published;
  }

  private Set<TableName> gone(Set<TableName> there) {
    Set<TableName> gone = new HashSet<>();
    for (TableName table :
        ToldTables.of(CaptureService.PROGRAM, endpoint, shared.kafka(), shared.codec())) {
      if (!there.contains(table) && scope.captures(table)) {
        gone.add(table);
      }
    }
    gone.retainAll(source.gone(gone));
    return gone;
  }
}
