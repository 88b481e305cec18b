package dev.lockstep.producers.source.binlog.table;

import dev.lockstep.engine.table.TableFacts;
import dev.lockstep.producers.source.connect.ConnectShape;
import dev.lockstep.producers.source.connect.ConnectShapes;
import dev.lockstep.producers.source.connect.ConnectorOffset;
import dev.lockstep.producers.source.event.LogEvent.RowChanged;
import dev.lockstep.producers.source.event.LogPlace;
import dev.lockstep.schema.topic.TableName;
import io.debezium.connector.binlog.jdbc.BinlogConnectorConnection;
import io.debezium.relational.Column;
import io.debezium.relational.RelationalDatabaseSchema;
import io.debezium.relational.Table;
import io.debezium.relational.TableId;
import io.debezium.relational.TableSchema;
import io.debezium.util.ColumnUtils;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads rows of tables as they are now and tells them as the connector tells those of its log: by
 * its own reading of each column and by its own definition of the table, as far as it has read.
 */
public final class DirectRows implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DirectRows.class);

  private final RelationalDatabaseSchema schema;
  private final BinlogConnectorConnection connection;
  private final ConnectShapes shapes;

  /**
   * @param connection not opened yet; closed with this
   */
  public DirectRows(
      BinlogConnectorConnection connection, RelationalDatabaseSchema schema, ConnectShapes shapes) {
    this.schema = schema;
    this.shapes = shapes;
    this.connection = connection;
  }

  public Connection connection() throws SQLException {
    return connection.connection();
  }

  /** The statement that reads a table's rows as they are. */
  public static String select(TableFacts table) {
    return SnapshotColumns.select(table);
  }

  /** The connector's definition of a table, if it has one with just these columns. */
  public Optional<Definition> definition(TableFacts facts) {
    TableName name = facts.name();
    TableId id = new TableId(name.schema(), null, name.table());
    Table table = schema.tableFor(id);
    TableSchema converters = schema.schemaFor(id);
    if (table == null || converters == null) {
      return Optional.empty();
    }
    List<Column> columns = table.columns();
    if (columns.size() != facts.columns().size()) {
      return Optional.empty();
    }
    for (int i = 0; i < columns.size(); i++) {
      if (!columns.get(i).name().equalsIgnoreCase(facts.columns().get(i).name())) {
        return Optional.empty();
      }
    }
    return Optional.of(new Definition(name, table, converters));
  }

  /** One definition of a table. */
  public final class Definition {

    private final TableName name;
    private final Table table;
    private final TableSchema converters;
    private final ConnectShape shape;
    private ColumnUtils.@Nullable ColumnArray columns;

    private Definition(TableName name, Table table, TableSchema converters) {
      this.name = name;
      this.table = table;
      this.converters = converters;
      // By the same schemas that the log's rows come with, so that nobody takes it for a new one.
      this.shape =
          shapes.of(
              name,
              Objects.requireNonNull(converters.getEnvelopeSchema().schema().field("after"))
                  .schema(),
              converters.keySchema());
    }

    /** The row that the one result stands at, as a snapshot would tell it. */
    public RowChanged row(ResultSet result, LogPlace seen, Instant at) throws SQLException {
      ColumnUtils.ColumnArray array = columns;
      if (array == null) {
        array = ColumnUtils.toArray(result, table);
        columns = array;
      }
      Object[] values = connection.rowToArray(table, result, array);
      return new RowChanged(
          name,
          "r",
          Optional.empty(),
          at,
          shape,
          null,
          shape.row(converters.valueFromColumnData(values)),
          seen.file(),
          seen.position(),
          ConnectorOffset.NONE);
    }
  }

  /** Ends what is being read, from another thread. */
  public void abort() {
    try {
      connection.connection(false).abort(Runnable::run);
    } catch (SQLException | RuntimeException e) {
      LOG.debug("The connection was gone already", e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("The connection did not close cleanly", e);
    }
  }
}
