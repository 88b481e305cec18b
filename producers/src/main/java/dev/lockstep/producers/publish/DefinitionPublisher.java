package dev.lockstep.producers.publish;

import dev.lockstep.producers.publish.ChangeWriter.Barrier;
import dev.lockstep.producers.source.event.LogEvent.TableChange;
import dev.lockstep.schema.topic.TableName;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Publishes what becomes of tables: that one is told of from here on, that its definition is
 * another one, that it is gone; and has those read anew of whose rows the log does not tell.
 */
final class DefinitionPublisher {

  /** Sends a barrier to every partition of a table. */
  interface Barriers {
    void send(Barrier barrier, TableName table, TableChannel channel, Instant at);
  }

  private final TableChannels tables;
  private final Rereads rereads;
  private final RereadPublisher rereading;
  private final Barriers barriers;
  private final Clock clock;

  /**
   * Made since a snapshot chose its tables: whether the log tells of all their rows is not known,
   * and until it is nobody may take them for tables that are not there, or are empty.
   */
  private final Set<TableName> untold = new HashSet<>();

  DefinitionPublisher(
      TableChannels tables,
      Rereads rereads,
      RereadPublisher rereading,
      Barriers barriers,
      Clock clock) {
    this.tables = tables;
    this.rereads = rereads;
    this.rereading = rereading;
    this.barriers = barriers;
    this.clock = clock;
  }

  /** The table is told of from here on. */
  void announce(TableName table, TableChannel channel) {
    tables.announce(table);
    barriers.send(Barrier.SNAPSHOT_STARTS, table, channel, clock.instant());
  }

  /** Tables that were made while a snapshot was read are begun before it is said to be over. */
  void announceUntold() {
    untold.addAll(tables.untold());
    for (TableName table : untold) {
      tables.channel(table).ifPresent(channel -> announce(table, channel));
    }
  }

  /** They are read, unless their making stands in the log. */
  void readUntold() {
    for (TableName table : untold) {
      needReread(table, "Table %s was made while the snapshot was read".formatted(table), true);
    }
  }

  /** The definition of a table is another one from here on. */
  void changed(TableChange change, Instant at) {
    TableName table = change.table();
    if (change.kind() == TableChange.Kind.DROPPED) {
      dropped(table, at);
      return;
    }
    boolean madeNow = untold.remove(table) && change.kind() == TableChange.Kind.CREATED;
    boolean givenUp = tables.isAbandoned(table);
    Optional<NewDefinition> definition = tables.redefined(table, change.added());
    if (definition.isEmpty()) {
      rereading.forget(table, Optional.of("The table can no longer be captured."));
      return;
    }
    TableChannel channel = definition.get().channel();
    if (madeNow && rereads.of(table) == null) {
      // So it was made after the snapshot, and the log tells of all its rows.
      barriers.send(Barrier.SNAPSHOT_ENDS, table, channel, at);
      rereading.forget(table, Optional.empty());
      return;
    }
    Optional<String> why =
        givenUp
            ? Optional.of("Table %s was given up and can be captured again".formatted(table))
            : definition.get().whyReadAnew(table, change.kind());
    if (!tables.isAnnounced(table)) {
      if (change.kind() == TableChange.Kind.CREATED && !givenUp) {
        announce(table, channel);
        barriers.send(Barrier.SNAPSHOT_ENDS, table, channel, at);
        rereading.forget(table, Optional.empty());
      } else {
        needReread(
            table,
            "Table %s was altered and its earlier rows were never read".formatted(table),
            true);
      }
      return;
    }
    if (givenUp) {
      tables.takenUp(table);
    }
    boolean silent = givenUp || definition.get().keyDiffers();
    if (!silent && !rereads.isSilent(table)) {
      if (why.isPresent()) {
        // First, and at once, though other tables may be read before this one: what is known of its
        // rows is over here. With the definition alone they would be held against it.
        barriers.send(Barrier.SNAPSHOT_STARTS, table, channel, at);
      }
      barriers.send(Barrier.REDEFINED, table, channel, at);
      Rereading reading = rereads.of(table);
      if (reading != null) {
        reading.defined();
      }
    }
    if (definition.get().madeOtherwise() && why.isEmpty() && !rereads.isSilent(table)) {
      // It begins empty, and nobody need wait for rows of the new definition to be read.
      barriers.send(Barrier.SNAPSHOT_STARTS, table, channel, at);
      barriers.send(Barrier.SNAPSHOT_ENDS, table, channel, at);
    }
    if (why.isPresent()) {
      needReread(table, why.get(), silent);
    }
  }

  private void dropped(TableName table, Instant at) {
    if (tables.isAnnounced(table)) {
      tables
          .channel(table)
          .ifPresent(
              channel -> {
                barriers.send(Barrier.TRUNCATED, table, channel, at);
                if (rereads.isPending(table)) {
                  barriers.send(Barrier.SNAPSHOT_STARTS, table, channel, at);
                  barriers.send(Barrier.SNAPSHOT_ENDS, table, channel, at);
                }
              });
    }
    tables.dropped(table);
    rereading.forget(table, Optional.of("The table was dropped."));
  }

  private void needReread(TableName table, String reason, boolean silent) {
    rereading.need(new NeededReread(table, reason, silent, false));
  }
}
