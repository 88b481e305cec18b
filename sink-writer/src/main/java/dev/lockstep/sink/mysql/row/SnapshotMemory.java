package dev.lockstep.sink.mysql.row;

import dev.lockstep.engine.mysql.sql.SqlText;
import dev.lockstep.sink.apply.RowKey;
import dev.lockstep.sink.position.SourcePartition;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which snapshots were applied, and the keys that a repeated one has shown so far.
 *
 * <p>Kept on the target and written in the data transactions, so that a crash in the middle of a
 * snapshot loses nothing. Keys are remembered by a 128-bit hash of their folded form, by topic
 * name: a topic that is created again continues the same table.
 */
public final class SnapshotMemory {

  public static final String SNAPSHOTS = "snapshots";
  public static final String KEYS = "snapshot_keys";
  private static final int ROWS = 1000;
  private static final int HASH_BYTES = 16;

  private final Connection connection;
  private final String snapshots;
  private final String keys;
  private final String flow;
  private final MessageDigest digest;

  public SnapshotMemory(Connection connection, String schema, String flow) {
    this.connection = connection;
    this.snapshots = SqlText.name(schema) + "." + SqlText.name(SNAPSHOTS);
    this.keys = SqlText.name(schema) + "." + SqlText.name(KEYS);
    this.flow = flow;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  public static List<String> definitions(String schema) {
    String columns =
        " (flow VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,"
            + " topic VARCHAR(249) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,"
            + " part INT NOT NULL,";
    return List.of(
        "CREATE TABLE IF NOT EXISTS "
            + SqlText.name(schema)
            + "."
            + SqlText.name(SNAPSHOTS)
            + columns
            + " epoch INT NOT NULL, remembering TINYINT NOT NULL,"
            + " PRIMARY KEY (flow, topic, part)) ENGINE=InnoDB",
        "CREATE TABLE IF NOT EXISTS "
            + SqlText.name(schema)
            + "."
            + SqlText.name(KEYS)
            + columns
            + " key_hash BINARY(16) NOT NULL,"
            + " PRIMARY KEY (flow, topic, part, key_hash)) ENGINE=InnoDB");
  }

  /**
   * A snapshot starts.
   *
   * @return whether its keys are to be remembered: not for the first one of a partition, before
   *     which the sink wrote nothing
   */
  public boolean start(SourcePartition partition, int epoch) throws SQLException {
    boolean repeated = isKnown(partition);
    forgetKeys(partition);
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO "
                + snapshots
                + " (flow, topic, part, epoch, remembering) VALUES (?, ?, ?, ?, ?)"
                + " ON DUPLICATE KEY UPDATE epoch = ?, remembering = ?")) {
      bind(statement, partition);
      for (int index = 4; index <= 6; index += 2) {
        statement.setInt(index, epoch);
        statement.setInt(index + 1, repeated ? 1 : 0);
      }
      statement.executeUpdate();
    }
    return repeated;
  }

  /** A snapshot ended and its memory is used up. */
  public void end(SourcePartition partition) throws SQLException {
    forgetKeys(partition);
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE "
                + snapshots
                + " SET remembering = 0 WHERE flow = ? AND topic = ? AND part = ?")) {
      bind(statement, partition);
      statement.executeUpdate();
    }
  }

  public void remember(SourcePartition partition, List<RowKey> seen) throws SQLException {
    for (int start = 0; start < seen.size(); start += ROWS) {
      List<RowKey> some = seen.subList(start, Math.min(start + ROWS, seen.size()));
      String row = "(?, ?, ?, ?)";
      try (PreparedStatement statement =
          connection.prepareStatement(
              "INSERT IGNORE INTO "
                  + keys
                  + " (flow, topic, part, key_hash) VALUES "
                  + row
                  + ("," + row).repeat(some.size() - 1))) {
        int index = 1;
        for (RowKey key : some) {
          bind(statement, index, partition);
          statement.setBytes(index + 3, hash(key.folded()));
          index += 4;
        }
        statement.executeUpdate();
      }
    }
  }

  /** Which of these folded keys were seen. */
  public Set<ByteBuffer> seen(SourcePartition partition, Collection<ByteBuffer> folded)
      throws SQLException {
    Set<ByteBuffer> found = new HashSet<>();
    if (folded.isEmpty()) {
      return found;
    }
    Set<ByteBuffer> hashes = new HashSet<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT key_hash FROM "
                + keys
                + " WHERE flow = ? AND topic = ? AND part = ? AND key_hash IN ("
                + SqlText.marks(folded.size())
                + ")")) {
      bind(statement, partition);
      int index = 4;
      for (ByteBuffer key : folded) {
        statement.setBytes(index++, hash(key));
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          hashes.add(ByteBuffer.wrap(rows.getBytes(1)));
        }
      }
    }
    for (ByteBuffer key : folded) {
      if (hashes.contains(ByteBuffer.wrap(hash(key)))) {
        found.add(key);
      }
    }
    return found;
  }

  private boolean isKnown(SourcePartition partition) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT 1 FROM " + snapshots + " WHERE flow = ? AND topic = ? AND part = ?")) {
      bind(statement, partition);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  private void forgetKeys(SourcePartition partition) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "DELETE FROM " + keys + " WHERE flow = ? AND topic = ? AND part = ?")) {
      bind(statement, partition);
      statement.executeUpdate();
    }
  }

  private void bind(PreparedStatement statement, SourcePartition partition) throws SQLException {
    bind(statement, 1, partition);
  }

  private void bind(PreparedStatement statement, int from, SourcePartition partition)
      throws SQLException {
    statement.setString(from, flow);
    statement.setString(from + 1, partition.topic());
    statement.setInt(from + 2, partition.partition());
  }

  private byte[] hash(ByteBuffer folded) {
    digest.reset();
    digest.update(folded.duplicate());
    byte[] whole = digest.digest();
    byte[] hash = new byte[HASH_BYTES];
    System.arraycopy(whole, 0, hash, 0, HASH_BYTES);
    return hash;
  }
}
