package dev.lockstep.sink.mysql;

import dev.lockstep.engine.mysql.sql.SqlText;
import dev.lockstep.sink.mysql.row.SnapshotMemory;
import dev.lockstep.sink.position.Advance;
import dev.lockstep.sink.position.SourcePartition;
import dev.lockstep.sink.position.Taken;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The progress rows of one flow: which offset of each partition is applied, and whose it is.
 *
 * <p>Rows are always locked in the order of partitions, so that two owners never wait for each
 * other.
 */
final class ProgressTable {

  static final String NAME = "progress";

  private final Connection connection;
  private final String table;
  private final String snapshots;
  private final String flow;
  private final String owner;

  ProgressTable(Connection connection, String schema, String flow, String owner) {
    this.connection = connection;
    this.table = SqlText.name(schema) + "." + SqlText.name(NAME);
    this.snapshots = SqlText.name(schema) + "." + SqlText.name(SnapshotMemory.SNAPSHOTS);
    this.flow = flow;
    this.owner = owner.length() > 128 ? owner.substring(0, 128) : owner;
  }

  static String definition(String schema) {
    return "CREATE TABLE IF NOT EXISTS "
        + SqlText.name(schema)
        + "."
        + SqlText.name(NAME)
        + " (flow VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,"
        + " topic VARCHAR(249) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,"
        + " topic_id VARCHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,"
        + " part INT NOT NULL,"
        + " applied_offset BIGINT NOT NULL,"
        + " fence BIGINT NOT NULL,"
        + " owner VARCHAR(128) NOT NULL,"
        + " applied_at DATETIME(6) NOT NULL,"
        + " seen_offset BIGINT NOT NULL DEFAULT -1,"
        + " PRIMARY KEY (flow, topic_id, part))"
        + " ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
  }

  /** Raises fences and reads progress; the caller commits. */
  Map<SourcePartition, Taken> take(Collection<SourcePartition> partitions) throws SQLException {
    Map<SourcePartition, Taken> taken = new HashMap<>();
    for (SourcePartition partition : new TreeSet<>(partitions)) {
      raiseFence(partition);
      taken.put(
          partition,
          read(partition)
              .orElseThrow(
                  () -> new SQLException("the progress row of " + partition + " vanished")));
    }
    return taken;
  }

  /** Reads progress. */
  Map<SourcePartition, Taken> look(Collection<SourcePartition> partitions) throws SQLException {
    Map<SourcePartition, Taken> found = new HashMap<>();
    for (SourcePartition partition : partitions) {
      found.put(partition, read(partition).orElse(Taken.UNTAKEN));
    }
    return found;
  }

  private void raiseFence(SourcePartition partition) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO "
                + table
                + " (flow, topic, topic_id, part, applied_offset, fence, owner, applied_at)"
                + " VALUES (?, ?, ?, ?, -1, 1, ?, UTC_TIMESTAMP(6))"
                + " ON DUPLICATE KEY UPDATE fence = fence + 1, owner = ?")) {
      statement.setString(1, flow);
      statement.setString(2, partition.topic());
      statement.setString(3, partition.topicId());
      statement.setInt(4, partition.partition());
      statement.setString(5, owner);
      statement.setString(6, owner);
      statement.executeUpdate();
    }
  }

  private Optional<Taken> read(SourcePartition partition) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT p.fence, p.applied_offset, p.seen_offset, COALESCE(s.remembering, 0) FROM "
                + table
                + " p LEFT JOIN "
                + snapshots
                + " s ON s.flow = p.flow AND s.topic = p.topic AND s.part = p.part"
                + " WHERE p.flow = ? AND p.topic_id = ? AND p.part = ?")) {
      statement.setString(1, flow);
      statement.setString(2, partition.topicId());
      statement.setInt(3, partition.partition());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        long applied = row.getLong(2);
        return Optional.of(
            new Taken(
                row.getLong(1), applied, Math.max(applied, row.getLong(3)), row.getInt(4) != 0));
      }
    }
  }

  /**
   * Moves progress in one statement.
   *
   * @return the partitions whose fence is not ours any more
   */
  Set<SourcePartition> advance(Collection<Advance> advances) throws SQLException {
    return update("applied_offset", ", applied_at = UTC_TIMESTAMP(6)", advances);
  }

  /** As {@link #advance}, for offsets without records. */
  Set<SourcePartition> noteSeen(Collection<Advance> advances) throws SQLException {
    return update("seen_offset", "", advances);
  }

  private Set<SourcePartition> update(String column, String more, Collection<Advance> advances)
      throws SQLException {
    List<Advance> ordered =
        advances.stream()
            .sorted((one, other) -> one.partition().compareTo(other.partition()))
            .toList();
    String when = " WHEN topic_id = ? AND part = ? THEN ?".repeat(ordered.size());
    String one = "(flow = ? AND topic_id = ? AND part = ? AND fence = ?)";
    String sql =
        "UPDATE %s SET %s = CASE%s END%s WHERE %s"
            .formatted(table, column, when, more, one + (" OR " + one).repeat(ordered.size() - 1));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int index = 1;
      for (Advance advance : ordered) {
        statement.setString(index++, advance.partition().topicId());
        statement.setInt(index++, advance.partition().partition());
        statement.setLong(index++, advance.offset());
      }
      for (Advance advance : ordered) {
        index = bindGuard(statement, index, advance);
      }
      // The driver counts rows that were found, changed or not.
      return statement.executeUpdate() == ordered.size() ? Set.of() : fenced(ordered);
    }
  }

  private int bindGuard(PreparedStatement statement, int from, Advance advance)
      throws SQLException {
    statement.setString(from, flow);
    statement.setString(from + 1, advance.partition().topicId());
    statement.setInt(from + 2, advance.partition().partition());
    statement.setLong(from + 3, advance.fence());
    return from + 4;
  }

  private Set<SourcePartition> fenced(List<Advance> advances) throws SQLException {
    Set<SourcePartition> fenced = new HashSet<>();
    String sql =
        "SELECT 1 FROM "
            + table
            + " WHERE flow = ? AND topic_id = ? AND part = ? AND fence = ? FOR UPDATE";
    for (Advance advance : new ArrayList<>(advances)) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        bindGuard(statement, 1, advance);
        try (ResultSet row = statement.executeQuery()) {
          if (!row.next()) {
            fenced.add(advance.partition());
          }
        }
      }
    }
    if (fenced.isEmpty()) {
      throw new SQLException("progress rows did not move although their fences are ours");
    }
    return fenced;
  }
}
