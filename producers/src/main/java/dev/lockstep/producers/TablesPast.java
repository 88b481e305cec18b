package dev.lockstep.producers;

import dev.lockstep.flow.Endpoint;
import dev.lockstep.producers.StatusReporter.Status;
import dev.lockstep.producers.catalog.CaptureScope;
import dev.lockstep.producers.catalog.Catalog;
import dev.lockstep.producers.catalog.Databases;
import dev.lockstep.producers.catalog.ServerFacts;
import dev.lockstep.producers.catalog.TableFacts;
import dev.lockstep.producers.convert.Redefinition;
import dev.lockstep.producers.convert.TableSchema;
import dev.lockstep.producers.publish.AnnouncedTables;
import dev.lockstep.producers.publish.LastDefinitions;
import dev.lockstep.producers.publish.Position;
import dev.lockstep.producers.publish.TableChannels;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.topic.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * What happened to tables while nobody looked, as far as the topics and the database tell together;
 * and hence whether the log is enough to go on from.
 */
final class TablesPast {

  private final Captures shared;
  private final Endpoint endpoint;
  private final CaptureScope scope;
  private final CaptureTopics topics;

  TablesPast(Captures shared, Endpoint endpoint, CaptureScope scope, CaptureTopics topics) {
    this.shared = shared;
    this.endpoint = endpoint;
    this.scope = scope;
    this.topics = topics;
  }

  /**
   * Why all tables must be read anew, if they must.
   *
   * @param there all tables, and {@code present} those of them that can be captured
   * @param tables is told which of them the topics know already
   */
  Optional<String> reasonToSnapshot(
      ServerFacts server,
      Map<TableName, TableFacts> there,
      Set<TableName> present,
      Position position,
      TableChannels tables) {
    if (!position.isResumable()) {
      return Optional.of(
          position.epoch() == 0 ? "The first snapshot" : "An earlier snapshot was not finished");
    }
    LogHistory.check(endpoint, server, position);
    Set<TableName> announced = AnnouncedTables.find(shared.kafka(), endpoint.name(), present);
    tables.announced(announced);
    Set<TableName> abandoned = position.resume().orElseThrow().abandoned();
    List<TableName> again = abandoned.stream().filter(present::contains).sorted().toList();
    if (!again.isEmpty()) {
      return Optional.of("Tables that were given up can be captured again: " + again);
    }
    tables.abandonedBefore(abandoned);
    return unread(there.values(), announced, position).or(() -> altered(there.values(), announced));
  }

  /** Tables that were there before the position but were not captured: newly configured ones. */
  private static Optional<String> unread(
      Collection<TableFacts> there, Set<TableName> announced, Position position) {
    List<TableName> unread =
        there.stream()
            .filter(table -> table.hasPrimaryKey() && !announced.contains(table.name()))
            .filter(table -> table.created().map(at -> at.isBefore(position.at())).orElse(true))
            .map(TableFacts::name)
            .toList();
    return unread.isEmpty() ? Optional.empty() : Optional.of("Tables were never read: " + unread);
  }

  /** Tables that were altered while nobody read the log, which says too little of that. */
  private Optional<String> altered(Collection<TableFacts> there, Set<TableName> announced) {
    Map<TableName, Schema> published =
        LastDefinitions.find(shared.kafka(), shared.codec(), endpoint.name(), announced);
    List<TableName> altered =
        there.stream()
            .filter(
                table -> {
                  Schema before = published.get(table.name());
                  return before != null
                      && Redefinition.mayChangeRows(
                          endpoint.name(), TableSchema.rowOf(before), table);
                })
            .map(TableFacts::name)
            .toList();
    return altered.isEmpty()
        ? Optional.empty()
        : Optional.of("Tables were altered in a way that may change rows: " + altered);
  }

  /**
   * Tables of which something was said and that have since been dropped or renamed, while nobody
   * looked or where a snapshot passed over it, by the schemas of what was published of them. Of
   * those that never were in a topic it is only said that they are no more.
   */
  Map<TableName, Schema> goneUntold(Set<TableName> there) {
    Set<TableName> gone = gone(there);
    Map<TableName, Schema> published =
        LastDefinitions.find(
            shared.kafka(), shared.codec(), endpoint.name(), topics.existing(gone));
    gone.removeAll(published.keySet());
    gone.removeAll(scope.namedTables());
    gone.forEach(
        table ->
            shared.statuses().table(endpoint.name(), table, Status.of(ComponentState.STOPPED)));
    return published;
  }

  private Set<TableName> gone(Set<TableName> there) {
    Set<TableName> gone = new HashSet<>();
    for (TableName table :
        ToldTables.of(StatusReporter.PROGRAM, endpoint.name(), shared.kafka(), shared.codec())) {
      if (!there.contains(table) && scope.captures(table)) {
        gone.add(table);
      }
    }
    if (!gone.isEmpty()) {
      try (Connection connection = Databases.open(endpoint)) {
        Catalog catalog = new Catalog(endpoint);
        gone.removeIf(table -> !catalog.isGone(connection, table));
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
    return gone;
  }
}
