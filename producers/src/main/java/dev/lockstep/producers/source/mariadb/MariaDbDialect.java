package dev.lockstep.producers.source.mariadb;

import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.MariadbGtidEventData;
import com.github.shyiko.mysql.binlog.event.QueryEventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializer;
import dev.lockstep.producers.source.binlog.BinlogDialect;
import dev.lockstep.producers.source.binlog.LogEvents;
import dev.lockstep.producers.source.binlog.LoggedQueries;
import dev.lockstep.schema.topic.TableName;
import io.debezium.connector.mariadb.charset.MariaDbCharsetRegistry;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** MariaDB's log: its transaction ids, columns that it compresses, XA, rows of the past. */
public final class MariaDbDialect implements BinlogDialect {

  private final CompressedColumns compressed = new CompressedColumns();
  private final LoggedQueries statements = new LoggedQueries(new MariaDbCharsetRegistry());
  private final PreparedTransactions prepared;
  private final VersionedTables versioned = new VersionedTables();

  /**
   * @param tables those that the connector knows
   */
  public MariaDbDialect(Supplier<Collection<TableName>> tables) {
    this.prepared = new PreparedTransactions(tables);
  }

  @Override
  public boolean hasIds() {
    return true;
  }

  @Override
  public boolean begins(Event event) {
    return event.getHeader().getEventType() == EventType.MARIADB_GTID;
  }

  @Override
  public @Nullable Begun begun(Event event) {
    return begins(event) && LogEvents.data(event) instanceof MariadbGtidEventData gtid
        ? new Begun(
            gtid.getDomainId() + "-" + event.getHeader().getServerId() + "-" + gtid.getSequence(),
            Instant.ofEpochMilli(event.getHeader().getTimestamp()))
        : null;
  }

  @Override
  public EventDataDeserializer<TableMapEventData> tables() {
    return compressed;
  }

  @Override
  public EventDataDeserializer<QueryEventData> statements() {
    return statements;
  }

  @Override
  public Serializable[] unpacked(long table, BitSet included, Serializable[] row)
      throws IOException {
    return compressed.unpacked(table, included, row);
  }

  @Override
  public void forgetTables() {
    compressed.forget();
  }

  @Override
  public void screen(Event event) {
    EventData data = LogEvents.data(event);
    switch (data) {
      case MariadbGtidEventData gtid -> prepared.started(gtid);
      case TableMapEventData table -> {
        prepared.note(table);
        versioned.hide(table);
      }
      case null, default -> prepared.hide(data);
    }
  }

  @Override
  public Optional<String> told(String sql) {
    return prepared.told(sql);
  }

  @Override
  public void note(String told) {
    versioned.note(told);
  }
}
