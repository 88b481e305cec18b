package dev.lockstep.producers.source.mysql;

import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.GtidEventData;
import com.github.shyiko.mysql.binlog.event.QueryEventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.TableMapEventDataDeserializer;
import dev.lockstep.producers.source.binlog.BinlogDialect;
import dev.lockstep.producers.source.binlog.BinlogTask;
import dev.lockstep.producers.source.binlog.LogEvents;
import dev.lockstep.producers.source.binlog.LoggedQueries;
import dev.lockstep.producers.source.event.LogPlace;
import io.debezium.connector.mysql.charset.MySqlCharsetRegistry;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** MySQL's log: its transaction ids, or transactions without any, and XA. */
final class MySqlDialect implements BinlogDialect {

  private final boolean ids;
  private final BinlogTask task;
  private final LoggedQueries statements = new LoggedQueries(new MySqlCharsetRegistry());
  private final TableMapEventDataDeserializer tables = new TableMapEventDataDeserializer();
  private final XaTransactions xa;

  /**
   * @param ids whether transactions have them
   */
  MySqlDialect(boolean ids, BinlogTask task) {
    this.ids = ids;
    this.task = task;
    this.xa = new XaTransactions(task::logClient, task::tables);
  }

  @Override
  public boolean hasIds() {
    return ids;
  }

  @Override
  public boolean begins(Event event) {
    EventType type = event.getHeader().getEventType();
    return type == EventType.GTID || type == EventType.ANONYMOUS_GTID;
  }

  @Override
  public @Nullable Begun begun(Event event) {
    return ids ? byId(event) : byPlace(event);
  }

  private static @Nullable Begun byId(Event event) {
    return LogEvents.data(event) instanceof GtidEventData gtid
        ? new Begun(gtid.getGtid(), committed(event, gtid))
        : null;
  }

  private static Instant committed(Event event, GtidEventData gtid) {
    long micros = gtid.getImmediateCommitTimestamp();
    return micros == 0
        ? Instant.ofEpochMilli(event.getHeader().getTimestamp())
        : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** As the connector names it, by the place of its first statement. */
  private @Nullable Begun byPlace(Event event) {
    return LogEvents.data(event) instanceof QueryEventData query
            && query.getSql().equalsIgnoreCase("BEGIN")
            && event.getHeader() instanceof EventHeaderV4 header
        ? new Begun(
            MySqlTransactions.named(
                new LogPlace(task.logClient().getBinlogFilename(), header.getPosition())),
            Instant.ofEpochMilli(header.getTimestamp()))
        : null;
  }

  @Override
  public EventDataDeserializer<TableMapEventData> tables() {
    return tables;
  }

  @Override
  public LoggedQueries statements() {
    return statements;
  }

  @Override
  public Serializable[] unpacked(long table, BitSet included, Serializable[] row) {
    return row;
  }

  @Override
  public void forgetTables() {}

  @Override
  public void screen(Event event) {
    xa.screen(event);
  }

  @Override
  public Optional<String> told(String sql) {
    return xa.told(sql);
  }

  @Override
  public void note(String told) {}
}
