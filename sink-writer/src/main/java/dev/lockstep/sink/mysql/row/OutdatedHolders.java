package dev.lockstep.sink.mysql.row;

import dev.lockstep.sink.position.SourcePartition;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/**
 * Tells of rows that hold a unique value which another row is to have whether they are out of date:
 * whether the repeated snapshot of their partition has not shown them yet.
 */
public final class OutdatedHolders {

  private final SnapshotMemory memory;
  private final KeyScan scan;
  private final Map<Integer, SourcePartition> remembering = new HashMap<>();

  public OutdatedHolders(
      SnapshotMemory memory, Schema key, int partitions, Set<SourcePartition> remembering) {
    this.memory = memory;
    this.scan = new KeyScan(key, partitions);
    remembering.forEach(partition -> this.remembering.put(partition.partition(), partition));
  }

  /** The key's columns, quoted, in the order in which {@link #read} wants them. */
  List<String> columns() {
    return scan.columns();
  }

  /** The key at which a result stands. */
  GenericRecord read(ResultSet row) throws SQLException {
    return scan.read(row);
  }

  boolean isOutdated(GenericRecord key) throws SQLException {
    SourcePartition partition = remembering.get(scan.partitionOf(key));
    ByteBuffer folded = scan.folded(key);
    return partition != null && memory.seen(partition, List.of(folded)).isEmpty();
  }

  boolean isSame(GenericRecord key, GenericRecord other) {
    return scan.exact(key).equals(scan.exact(other));
  }
}
