package dev.lockstep.producers.source.mariadb;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import dev.lockstep.producers.source.binlog.BinlogTask;
import dev.lockstep.producers.source.binlog.ConnectorInside;
import dev.lockstep.producers.source.binlog.table.DirectRows;
import dev.lockstep.producers.source.connect.ConnectShapes;
import dev.lockstep.schema.topic.TableName;
import io.debezium.config.Configuration;
import io.debezium.connector.mariadb.MariaDbChangeEventSourceFactory;
import io.debezium.connector.mariadb.MariaDbConnectorConfig;
import io.debezium.connector.mariadb.MariaDbConnectorTask;
import io.debezium.connector.mariadb.MariaDbDatabaseSchema;
import io.debezium.connector.mariadb.MariaDbOffsetContext;
import io.debezium.connector.mariadb.MariaDbPartition;
import io.debezium.connector.mariadb.jdbc.MariaDbConnection;
import io.debezium.connector.mariadb.jdbc.MariaDbConnectionConfiguration;
import io.debezium.connector.mariadb.jdbc.MariaDbFieldReader;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import io.debezium.pipeline.notification.channels.NotificationChannel;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** The task of MariaDB's connector. */
final class MariaDbTask extends MariaDbConnectorTask implements BinlogTask {

  private @Nullable ChangeEventSourceCoordinator<MariaDbPartition, MariaDbOffsetContext> sources;

  @Override
  protected ChangeEventSourceCoordinator<MariaDbPartition, MariaDbOffsetContext> start(
      Configuration configuration) {
    ChangeEventSourceCoordinator<MariaDbPartition, MariaDbOffsetContext> started =
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
        Objects.requireNonNull(sources), MariaDbChangeEventSourceFactory.class);
  }

  @Override
  public SourceTask task() {
    return this;
  }

  @Override
  public DirectRows directRows(ConnectShapes shapes) {
    MariaDbConnectorConfig configuration = configuration();
    return new DirectRows(
        new MariaDbConnection(
            new MariaDbConnectionConfiguration(configuration.getConfig()),
            new MariaDbFieldReader(configuration)),
        ConnectorInside.of(
            MariaDbConnectorTask.class, ConnectorInside.SCHEMA, this, MariaDbDatabaseSchema.class),
        shapes);
  }

  private MariaDbConnectorConfig configuration() {
    return ConnectorInside.of(
        MariaDbConnectorTask.class,
        ConnectorInside.CONFIGURATION,
        this,
        MariaDbConnectorConfig.class);
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
