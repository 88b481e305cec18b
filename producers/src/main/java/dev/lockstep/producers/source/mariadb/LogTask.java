package dev.lockstep.producers.source.mariadb;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.producers.source.binlog.BinlogTask;
import dev.lockstep.producers.source.connect.ConnectShapes;
import dev.lockstep.schema.topic.TableName;
import io.debezium.config.Configuration;
import io.debezium.connector.mariadb.MariaDbChangeEventSourceFactory;
import io.debezium.connector.mariadb.MariaDbConnectorConfig;
import io.debezium.connector.mariadb.MariaDbConnectorTask;
import io.debezium.connector.mariadb.MariaDbDatabaseSchema;
import io.debezium.connector.mariadb.MariaDbOffsetContext;
import io.debezium.connector.mariadb.MariaDbPartition;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import io.debezium.pipeline.EventDispatcher;
import io.debezium.pipeline.notification.channels.NotificationChannel;
import io.debezium.pipeline.source.spi.DataChangeEventListener;
import io.debezium.relational.CustomConverterRegistry;
import io.debezium.relational.RelationalDatabaseSchema;
import io.debezium.service.DefaultServiceRegistry;
import io.debezium.service.Service;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connector's task, letting its log client be seen before it connects, and sparing it the work
 * for figures that nobody reads: for each change it would write its key and position out as JSON, a
 * sixth of all its time, to show the last one over JMX.
 */
final class LogTask extends MariaDbConnectorTask implements BinlogTask {

  private static final Logger LOG = LoggerFactory.getLogger(LogTask.class);

  static final String DISPATCHER = "eventDispatcher";
  static final String SCHEMA = "schema";
  static final String SOURCE_FACTORY = "changeEventSourceFactory";
  static final String LOG_CLIENT = "binaryLogClient";
  static final String CONFIGURATION = "connectorConfig";

  static final String SERVICES = "initializedServices";

  private @Nullable ChangeEventSourceCoordinator<MariaDbPartition, MariaDbOffsetContext> sources;

  @Override
  protected ChangeEventSourceCoordinator<MariaDbPartition, MariaDbOffsetContext> start(
      Configuration configuration) {
    ChangeEventSourceCoordinator<MariaDbPartition, MariaDbOffsetContext> started =
        super.start(configuration);
    sources = started;
    return started;
  }

  /**
   * Asked for when the definitions of tables have got their converters, before the first row is
   * read. From here on nobody else finds one: of a text that has a converter the connector's reader
   * would make a text by itself, and bytes again, of each row.
   */
  @Override
  public List<NotificationChannel> getNotificationChannels() {
    try {
      MariaDbConnectorConfig configuration =
          (MariaDbConnectorConfig) read(MariaDbConnectorTask.class, CONFIGURATION, this);
      @SuppressWarnings("unchecked")
      Map<Class<?>, Service> services =
          (Map<Class<?>, Service>)
              read(DefaultServiceRegistry.class, SERVICES, configuration.getServiceRegistry());
      services.replace(CustomConverterRegistry.class, new CustomConverterRegistry(List.of()));
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw hidden("its converters", e);
    }
    return super.getNotificationChannels();
  }

  /**
   * The log client of the started task, long before it connects. The fields are the connector's own
   * and not meant for us; without them nothing is captured, since changes could go by unseen.
   */
  @Override
  public BinaryLogClient logClient() {
    try {
      Object factory =
          read(ChangeEventSourceCoordinator.class, SOURCE_FACTORY, Objects.requireNonNull(sources));
      return (BinaryLogClient) read(MariaDbChangeEventSourceFactory.class, LOG_CLIENT, factory);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw hidden("its log client", e);
    }
  }

  @Override
  public SourceTask task() {
    return this;
  }

  /** A connection that reads tables with the definitions that the started task has of them. */
  DirectRows directRows(ConnectShapes shapes) {
    try {
      return new DirectRows(
          (MariaDbConnectorConfig) read(MariaDbConnectorTask.class, CONFIGURATION, this),
          (MariaDbDatabaseSchema) read(MariaDbConnectorTask.class, SCHEMA, this),
          shapes);
    } catch (ReflectiveOperationException e) {
      throw hidden("its definitions of tables", e);
    }
  }

  private static LockstepException hidden(String what, Exception cause) {
    return new LockstepException(
        Category.BUG, "The connector does not show " + what + ".", "Report this.", cause);
  }

  private static Object read(Class<?> owner, String name, Object of)
      throws ReflectiveOperationException {
    Field field = owner.getDeclaredField(name);
    field.setAccessible(true);
    return field.get(of);
  }

  /** The tables that the connector knows. */
  @Override
  public Collection<TableName> tables() {
    try {
      Object read =
          read(ChangeEventSourceCoordinator.class, SCHEMA, Objects.requireNonNull(sources));
      return ((RelationalDatabaseSchema) read)
          .tableIds().stream()
              .map(id -> new TableName(Objects.requireNonNull(id.catalog()), id.table()))
              .sorted()
              .toList();
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw hidden("its definitions of tables", e);
    }
  }

  /** Whether the snapshot, if there was one, is over. */
  @Override
  public boolean isStreaming() {
    return sources != null && sources.getStreamingSource().isPresent();
  }

  /**
   * To be called when the connector streams: starting to has set a listener by then. Field and
   * setter are the connector's own, and not meant for us; were they to change, figures would be
   * kept again and nothing else, which a test would tell.
   */
  @Override
  public void keepNoFigures() {
    try {
      Object read =
          read(ChangeEventSourceCoordinator.class, DISPATCHER, Objects.requireNonNull(sources));
      if (read instanceof EventDispatcher<?, ?> dispatcher) {
        dispatcher.setEventListener(DataChangeEventListener.NO_OP());
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.warn("The connector keeps figures for each change, which costs time", e);
    }
  }
}
