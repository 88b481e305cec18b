package dev.lockstep.producers.debezium;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventData;
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
 * year 0000 as 1900. And makes it read {@link CompressedColumns}. Reads by table definitions of its
 * own, noted as they go by; used by the log's thread alone.
 */
final class ExactRows implements BinaryLogClient.EventListener {

  private final Map<Long, TableMapEventData> tables = new HashMap<>();
  private final CompressedColumns compressed = new CompressedColumns();

  /** To be called when the client has connected and not yet read. */
  void readBy(EventDeserializer deserializer) {
    LogTask.readTablesBy(deserializer, compressed);
    deserializer.setEventDataDeserializer(EventType.QUERY, new LoggedQueries());
    deserializer.setEventDataDeserializer(EventType.WRITE_ROWS, new Inserts(tables, compressed));
    deserializer.setEventDataDeserializer(EventType.UPDATE_ROWS, new Updates(tables, compressed));
    deserializer.setEventDataDeserializer(EventType.DELETE_ROWS, new Deletes(tables, compressed));
    deserializer.setEventDataDeserializer(
        EventType.EXT_WRITE_ROWS,
        new Inserts(tables, compressed).setMayContainExtraInformation(true));
    deserializer.setEventDataDeserializer(
        EventType.EXT_UPDATE_ROWS,
        new Updates(tables, compressed).setMayContainExtraInformation(true));
    deserializer.setEventDataDeserializer(
        EventType.EXT_DELETE_ROWS,
        new Deletes(tables, compressed).setMayContainExtraInformation(true));
  }

  int size() {
    return tables.size();
  }

  @Override
  public void onEvent(Event event) {
    switch (event.getHeader().getEventType()) {
      case TABLE_MAP -> {
        EventData data = event.getData();
        if (data instanceof EventDeserializer.EventDataWrapper wrapper) {
          data = wrapper.getInternal();
        }
        if (data instanceof TableMapEventData table) {
          tables.put(table.getTableId(), table);
        }
      }
      // Each transaction defines the tables of its rows, under numbers that rise with each time
      // that
      // a server opens a table and start anew in each file.
      case MARIADB_GTID, ROTATE -> {
        tables.clear();
        compressed.forget();
      }
      default -> {}
    }
  }

  private static final class Inserts extends RowDeserializers.WriteRowsDeserializer {

    private final CompressedColumns compressed;

    Inserts(Map<Long, TableMapEventData> tables, CompressedColumns compressed) {
      super(tables, EventProcessingFailureHandlingMode.FAIL);
      this.compressed = compressed;
    }

    @Override
    protected Serializable[] deserializeRow(long table, BitSet included, ByteArrayInputStream in)
        throws IOException {
      return compressed.unpacked(table, included, super.deserializeRow(table, included, in));
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

    private final CompressedColumns compressed;

    Updates(Map<Long, TableMapEventData> tables, CompressedColumns compressed) {
      super(tables, EventProcessingFailureHandlingMode.FAIL);
      this.compressed = compressed;
    }

    @Override
    protected Serializable[] deserializeRow(long table, BitSet included, ByteArrayInputStream in)
        throws IOException {
      return compressed.unpacked(table, included, super.deserializeRow(table, included, in));
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

    private final CompressedColumns compressed;

    Deletes(Map<Long, TableMapEventData> tables, CompressedColumns compressed) {
      super(tables, EventProcessingFailureHandlingMode.FAIL);
      this.compressed = compressed;
    }

    @Override
    protected Serializable[] deserializeRow(long table, BitSet included, ByteArrayInputStream in)
        throws IOException {
      return compressed.unpacked(table, included, super.deserializeRow(table, included, in));
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
