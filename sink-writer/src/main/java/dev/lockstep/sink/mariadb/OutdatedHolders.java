package dev.lockstep.sink.mariadb;

import dev.lockstep.sink.apply.Change;
import dev.lockstep.sink.position.SourcePartition;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/**
 * Rows that hold unique values which rows of a wave are to have, and that the repeated snapshot of
 * their partition has not shown yet. A unique key on part of a column, or on one that the target
 * computes, cannot be looked up by the values of a record: its conflicts stay conflicts.
 */
final class OutdatedHolders {

  private final Connection connection;
  private final SnapshotMemory memory;
  private final PreparedTable table;
  private final KeyScan scan;
  private final Schema keySchema;
  private final Map<Integer, SourcePartition> remembering = new HashMap<>();

  OutdatedHolders(
      Connection connection,
      SnapshotMemory memory,
      PreparedTable table,
      Schema keySchema,
      int partitions,
      Set<SourcePartition> remembering) {
    this.connection = connection;
    this.memory = memory;
    this.table = table;
    this.keySchema = keySchema;
    this.scan = new KeyScan(keySchema, partitions);
    remembering.forEach(partition -> this.remembering.put(partition.partition(), partition));
  }

  /** The keys of such rows. */
  List<GenericRecord> of(List<Change> upserts) throws SQLException {
    Set<String> own =
        Avros.columnNames(keySchema).stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    Map<ByteBuffer, GenericRecord> holders = new LinkedHashMap<>();
    for (Set<String> unique : table.table().uniqueKeys()) {
      if (!unique.equals(own)) {
        for (int start = 0; start < upserts.size(); start += RowWriter.MAX_ROWS) {
          int end = Math.min(start + RowWriter.MAX_ROWS, upserts.size());
          find(unique, upserts.subList(start, end), holders);
        }
      }
    }
    return unseen(holders);
  }

  private void find(
      Set<String> unique, List<Change> upserts, Map<ByteBuffer, GenericRecord> holders)
      throws SQLException {
    Map<Schema, List<GenericRecord>> bySchema = new LinkedHashMap<>();
    for (Change upsert : upserts) {
      GenericRecord row = upsert.requireAfter();
      bySchema.computeIfAbsent(row.getSchema(), schema -> new ArrayList<>()).add(row);
    }
    for (Map.Entry<Schema, List<GenericRecord>> rows : bySchema.entrySet()) {
      Optional<RowPlan> plan = table.rowPlan(rows.getKey()).only(unique);
      if (plan.isPresent()) {
        find(plan.get(), rows.getValue(), holders);
      }
    }
  }

  private void find(RowPlan plan, List<GenericRecord> rows, Map<ByteBuffer, GenericRecord> holders)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT "
                + scan.columns()
                + " FROM "
                + table.sqlName()
                + " WHERE "
                + plan.anyOf(rows.size()))) {
      int index = 1;
      for (GenericRecord row : rows) {
        index = plan.bind(statement, index, row);
      }
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          GenericRecord key = scan.read(found);
          holders.put(scan.folded(key), key);
        }
      }
    }
  }

  private List<GenericRecord> unseen(Map<ByteBuffer, GenericRecord> holders) throws SQLException {
    Map<SourcePartition, List<ByteBuffer>> byPartition = new LinkedHashMap<>();
    holders.forEach(
        (folded, key) -> {
          SourcePartition partition = remembering.get(scan.partitionOf(key));
          if (partition != null) {
            byPartition.computeIfAbsent(partition, p -> new ArrayList<>()).add(folded);
          }
        });
    List<GenericRecord> unseen = new ArrayList<>();
    for (Map.Entry<SourcePartition, List<ByteBuffer>> some : byPartition.entrySet()) {
      Set<ByteBuffer> seen = memory.seen(some.getKey(), some.getValue());
      for (ByteBuffer folded : some.getValue()) {
        GenericRecord key = holders.get(folded);
        if (key != null && !seen.contains(folded)) {
          unseen.add(key);
        }
      }
    }
    return unseen;
  }
}
