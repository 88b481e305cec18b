package dev.lockstep.producers.source.mysql;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import dev.lockstep.producers.source.binlog.BinlogTask;
import dev.lockstep.producers.source.binlog.ConnectorInside;
import dev.lockstep.producers.source.binlog.table.DirectRows;
import dev.lockstep.producers.source.connect.ConnectShapes;
import dev.lockstep.schema.topic.TableName;
import io.debezium.config.Configuration;
import io.debezium.connector.mysql.MySqlChangeEventSourceFactory;
import io.debezium.connector.mysql.MySqlConnectorConfig;
import io.debezium.connector.mysql.MySqlConnectorTask;
import io.debezium.connector.mysql.MySqlDatabaseSchema;
import io.debezium.connector.mysql.MySqlOffsetContext;
import io.debezium.connector.mysql.MySqlPartition;
import io.debezium.connector.mysql.jdbc.MySqlConnection;
import io.debezium.connector.mysql.jdbc.MySqlConnectionConfiguration;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import io.debezium.pipeline.notification.channels.NotificationChannel;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** The task of MySQL's connector. */
final class MySqlTask extends MySqlConnectorTask implements BinlogTask {

  private @Nullable ChangeEventSourceCoordinator<MySqlPartition, MySqlOffsetContext> sources;

  @Override
  public ChangeEventSourceCoordinator<MySqlPartition, MySqlOffsetContext> start(
      Configuration configuration) {
    ChangeEventSourceCoordinator<MySqlPartition, MySqlOffsetContext> started =
        super.start(configuration);
    sources = started;
    return started;
  }

  /** Asked for when the definitions of tables have got their converters, before the first row. */
  @Override
  public List<NotificationChannel> getNotificationChannels() {
    ConnectorInside.takeConverters(configuration());
    return super.getNotificationChannels();
  }

  @Override
  public BinaryLogClient logClient() {
    return ConnectorInside.logClient(
        Objects.requireNonNull(sources), MySqlChangeEventSourceFactory.class);
  }

  @Override
  public SourceTask task() {
    return this;
  }

  @Override
  public DirectRows directRows(ConnectShapes shapes) {
    MySqlConnectorConfig configuration = configuration();
    return new DirectRows(
        new MySqlConnection(
            new MySqlConnectionConfiguration(configuration.getConfig()),
            new StoredFieldReader(configuration)),
        ConnectorInside.of(
            MySqlConnectorTask.class, ConnectorInside.SCHEMA, this, MySqlDatabaseSchema.class),
        shapes);
  }

  private MySqlConnectorConfig configuration() {
    return ConnectorInside.of(
        MySqlConnectorTask.class, ConnectorInside.CONFIGURATION, this, MySqlConnectorConfig.class);
  }

  @Override
  public Collection<TableName> tables() {
    return ConnectorInside.tables(Objects.requireNonNull(sources));
  }

  /** Whether the snapshot, if there was one, is over. */
  @Override
  public boolean isStreaming() {
    return sources != null && sources.getStreamingSource().isPresent();
  }

  @Override
  public void keepNoFigures() {
    ConnectorInside.keepNoFigures(Objects.requireNonNull(sources));
  }
}
