package dev.lockstep.producers.source.binlog;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import io.debezium.config.CommonConnectorConfig.EventProcessingFailureHandlingMode;
import io.debezium.connector.binlog.event.RowDeserializers;
import java.io.IOException;
import java.io.Serializable;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes the log client read every date that a row may hold, in whatever table: by itself it fails
 * of a day that no calendar has, for ever and for all tables, and reads zero dates as NULL and the
 * year 0000 as 1900. And lets its engine unpack what it packs. Reads by table definitions of its
 * own, noted as they go by; used by the log's thread alone.
 */
final class ExactRows implements BinaryLogClient.EventListener {

  private final Map<Long, TableMapEventData> tables = new HashMap<>();
  private final BinlogDialect dialect;

  ExactRows(BinlogDialect dialect) {
    this.dialect = dialect;
  }

  /** To be called when the client has connected and not yet read. */
  void readBy(EventDeserializer deserializer) {
    readRowsBy(deserializer);
    EventDeserializer packed = new EventDeserializer();
    readRowsBy(packed);
    deserializer.setEventDataDeserializer(
        EventType.TRANSACTION_PAYLOAD, new PackedTransactions(packed, tables::put));
  }

  private void readRowsBy(EventDeserializer deserializer) {
    LogClients.readTablesBy(deserializer, dialect.tables());
    deserializer.setEventDataDeserializer(EventType.QUERY, dialect.statements());
    deserializer.setEventDataDeserializer(EventType.WRITE_ROWS, new Inserts(tables, dialect));
    deserializer.setEventDataDeserializer(EventType.UPDATE_ROWS, new Updates(tables, dialect));
    deserializer.setEventDataDeserializer(EventType.DELETE_ROWS, new Deletes(tables, dialect));
    deserializer.setEventDataDeserializer(
        EventType.EXT_WRITE_ROWS, new Inserts(tables, dialect).setMayContainExtraInformation(true));
    deserializer.setEventDataDeserializer(
        EventType.EXT_UPDATE_ROWS,
        new Updates(tables, dialect).setMayContainExtraInformation(true));
    deserializer.setEventDataDeserializer(
        EventType.EXT_DELETE_ROWS,
        new Deletes(tables, dialect).setMayContainExtraInformation(true));
  }

  int size() {
    return tables.size();
  }

  @Override
  public void onEvent(Event event) {
    EventType type = event.getHeader().getEventType();
    if (type == EventType.TABLE_MAP && LogEvents.data(event) instanceof TableMapEventData table) {
      tables.put(table.getTableId(), table);
    } else if (type == EventType.ROTATE || dialect.begins(event)) {
      // Each transaction defines the tables of its rows, under numbers that rise with each time
      // that a server opens a table and start anew in each file.
      tables.clear();
      dialect.forgetTables();
    }
  }

  private static final class Inserts extends RowDeserializers.WriteRowsDeserializer {

    private final BinlogDialect dialect;

    Inserts(Map<Long, TableMapEventData> tables, BinlogDialect dialect) {
      super(tables, EventProcessingFailureHandlingMode.FAIL);
      this.dialect = dialect;
    }

    @Override
    protected Serializable[] deserializeRow(long table, BitSet included, ByteArrayInputStream in)
        throws IOException {
      return dialect.unpacked(table, included, super.deserializeRow(table, included, in));
    }

    @Override
    protected Serializable deserializeDate(ByteArrayInputStream in) throws IOException {
      return StoredDates.date(in);
    }

    @Override
    protected Serializable deserializeDatetime(ByteArrayInputStream in) throws IOException {
      return StoredDates.digits(in);
    }

    @Override
    protected Serializable deserializeDatetimeV2(int meta, ByteArrayInputStream in)
        throws IOException {
      return StoredDates.packed(meta, in);
    }

    @Override
    protected Serializable deserializeTimestamp(ByteArrayInputStream in) throws IOException {
      return StoredDates.instant(super.deserializeTimestamp(in));
    }

    @Override
    protected Serializable deserializeTimestampV2(int meta, ByteArrayInputStream in)
        throws IOException {
      return StoredDates.instant(super.deserializeTimestampV2(meta, in));
    }
  }

  private static final class Updates extends RowDeserializers.UpdateRowsDeserializer {

    private final BinlogDialect dialect;

    Updates(Map<Long, TableMapEventData> tables, BinlogDialect dialect) {
      super(tables, EventProcessingFailureHandlingMode.FAIL);
      this.dialect = dialect;
    }

    @Override
    protected Serializable[] deserializeRow(long table, BitSet included, ByteArrayInputStream in)
        throws IOException {
      return dialect.unpacked(table, included, super.deserializeRow(table, included, in));
    }

    @Override
    protected Serializable deserializeDate(ByteArrayInputStream in) throws IOException {
      return StoredDates.date(in);
    }

    @Override
    protected Serializable deserializeDatetime(ByteArrayInputStream in) throws IOException {
      return StoredDates.digits(in);
    }

    @Override
    protected Serializable deserializeDatetimeV2(int meta, ByteArrayInputStream in)
        throws IOException {
      return StoredDates.packed(meta, in);
    }

    @Override
    protected Serializable deserializeTimestamp(ByteArrayInputStream in) throws IOException {
      return StoredDates.instant(super.deserializeTimestamp(in));
    }

    @Override
    protected Serializable deserializeTimestampV2(int meta, ByteArrayInputStream in)
        throws IOException {
      return StoredDates.instant(super.deserializeTimestampV2(meta, in));
    }
  }

  private static final class Deletes extends RowDeserializers.DeleteRowsDeserializer {

    private final BinlogDialect dialect;

    Deletes(Map<Long, TableMapEventData> tables, BinlogDialect dialect) {
      super(tables, EventProcessingFailureHandlingMode.FAIL);
      this.dialect = dialect;
    }

    @Override
    protected Serializable[] deserializeRow(long table, BitSet included, ByteArrayInputStream in)
        throws IOException {
      return dialect.unpacked(table, included, super.deserializeRow(table, included, in));
    }

    @Override
    protected Serializable deserializeDate(ByteArrayInputStream in) throws IOException {
      return StoredDates.date(in);
    }

    @Override
    protected Serializable deserializeDatetime(ByteArrayInputStream in) throws IOException {
      return StoredDates.digits(in);
    }

    @Override
    protected Serializable deserializeDatetimeV2(int meta, ByteArrayInputStream in)
        throws IOException {
      return StoredDates.packed(meta, in);
    }

    @Override
    protected Serializable deserializeTimestamp(ByteArrayInputStream in) throws IOException {
      return StoredDates.instant(super.deserializeTimestamp(in));
    }

    @Override
    protected Serializable deserializeTimestampV2(int meta, ByteArrayInputStream in)
        throws IOException {
      return StoredDates.instant(super.deserializeTimestampV2(meta, in));
    }
  }
}
