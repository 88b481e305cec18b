package dev.lockstep.streams.table;

import dev.lockstep.schema.event.PartitionStatus;
import dev.lockstep.schema.event.TableKey;
import dev.lockstep.streams.state.ByteStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The newest status of each partition of each table, in memory and in a store. The lag counts kept
 * with a status are those that no window has said yet, so a crash loses none.
 */
final class TableBook {

  private static final byte[] FIRST = {};
  private static final byte[] LAST = {(byte) 0xFF};

  private final ByteStore store;
  private final Map<TableKey, Map<Integer, PartitionStatus>> tables = new HashMap<>();

  TableBook(ByteStore store) {
    this.store = store;
    try (ByteStore.Cursor cursor = store.range(FIRST, LAST)) {
      while (cursor.advance()) {
        remember(unpack(cursor.value()));
      }
    }
  }

  static TableKey keyOf(PartitionStatus status) {
    return new TableKey(status.getFlow(), status.getTable());
  }

  void put(PartitionStatus status) {
    remember(status);
    store.put(storeKey(status), pack(status));
  }

  Set<TableKey> tables() {
    return tables.keySet();
  }

  Collection<PartitionStatus> partitions(TableKey table) {
    Map<Integer, PartitionStatus> partitions = tables.get(table);
    return partitions == null ? List.of() : List.copyOf(partitions.values());
  }

  private void remember(PartitionStatus status) {
    tables
        .computeIfAbsent(keyOf(status), absent -> new TreeMap<>())
        .put(status.getPartition(), status);
  }

  private static byte[] storeKey(PartitionStatus status) {
    String key = status.getFlow() + "/" + status.getTable() + "/" + status.getPartition();
    return key.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] pack(PartitionStatus status) {
    try {
      ByteBuffer buffer = status.toByteBuffer();
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PartitionStatus unpack(byte[] bytes) {
    try {
      return PartitionStatus.fromByteBuffer(ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
