package dev.lockstep.sink.mysql.definition;

import dev.lockstep.engine.mysql.sql.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;

/**
 * The definition of the source's rows that each table was compared with last, and what of earlier
 * ones is still to be followed on the target. Kept there, since it cannot be told from anything
 * else once the sink has been started again: a column that the source has dropped looks like one
 * that the target alone always had.
 */
public final class DefinitionMemory {

  public static final String NAME = "definitions";

  /** No name holds this character. */
  private static final String BETWEEN_NAMES = "\0";

  private final Connection connection;
  private final String table;
  private final String flow;

  /**
   * What is remembered of a topic.
   *
   * @param gone columns that the source had and has no longer, while the target has them
   * @param noticed whether there was something to say
   */
  record Remembered(Definition definition, Set<String> gone, boolean noticed) {

    Schema row() {
      return definition.row();
    }

    /** Serials of another incarnation of the topic do not compare. */
    boolean isLaterThan(Definition other) {
      return definition.topicId().equals(other.topicId()) && definition.serial() > other.serial();
    }

    boolean saysTheSameAs(Remembered other) {
      return row().equals(other.row())
          && definition.topicId().equals(other.definition.topicId())
          && gone.equals(other.gone)
          && noticed == other.noticed;
    }
  }

  public DefinitionMemory(Connection connection, String schema, String flow) {
    this.connection = connection;
    this.table = SqlText.name(schema) + "." + SqlText.name(NAME);
    this.flow = flow;
  }

  public static String definition(String schema) {
    return "CREATE TABLE IF NOT EXISTS "
        + SqlText.name(schema)
        + "."
        + SqlText.name(NAME)
        + " (flow VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,"
        + " topic VARCHAR(249) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,"
        + " topic_id VARCHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,"
        + " serial BIGINT NOT NULL,"
        + " row_schema MEDIUMTEXT NOT NULL,"
        + " gone TEXT NOT NULL,"
        + " noticed TINYINT NOT NULL,"
        + " PRIMARY KEY (flow, topic))"
        + " ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
  }

  Optional<Remembered> of(String topic) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT topic_id, serial, row_schema, gone, noticed FROM "
                + table
                + " WHERE flow = ? AND topic = ?")) {
      statement.setString(1, flow);
      statement.setString(2, topic);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        return Optional.of(
            new Remembered(
                new Definition(
                    row.getString(1),
                    row.getLong(2),
                    new Schema.Parser().setValidateDefaults(false).parse(row.getString(3))),
                names(row.getString(4)),
                row.getInt(5) != 0));
      }
    }
  }

  /** The topics of which there was something to say. */
  Set<String> noticed() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT topic FROM " + table + " WHERE flow = ? AND noticed <> 0")) {
      statement.setString(1, flow);
      Set<String> topics = new TreeSet<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          topics.add(rows.getString(1));
        }
      }
      return topics;
    }
  }

  void remember(String topic, Remembered now) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO "
                + table
                + " (flow, topic, topic_id, serial, row_schema, gone, noticed)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)"
                + " ON DUPLICATE KEY UPDATE topic_id = ?, serial = ?, row_schema = ?, gone = ?,"
                + " noticed = ?")) {
      statement.setString(1, flow);
      statement.setString(2, topic);
      // Once for a row that is made, once for one that is there.
      bind(statement, 3, now);
      bind(statement, 8, now);
      statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, int from, Remembered now)
      throws SQLException {
    statement.setString(from, now.definition().topicId());
    statement.setLong(from + 1, now.definition().serial());
    statement.setString(from + 2, now.row().toString());
    statement.setString(from + 3, String.join(BETWEEN_NAMES, now.gone()));
    statement.setInt(from + 4, now.noticed() ? 1 : 0);
  }

  private static Set<String> names(String joined) {
    return joined.isEmpty() ? Set.of() : Set.of(joined.split(BETWEEN_NAMES));
  }
}
