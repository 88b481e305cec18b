package dev.lockstep.producers.source.binlog;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.schema.topic.TableName;
import io.debezium.config.CommonConnectorConfig;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import io.debezium.pipeline.EventDispatcher;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fields of a connector's task that are its own and not meant for us. Without its log client
 * nothing is captured, since changes could go by unseen.
 */
public final class ConnectorInside {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectorInside.class);

  public static final String DISPATCHER = "eventDispatcher";
  public static final String SCHEMA = "schema";
  public static final String SOURCE_FACTORY = "changeEventSourceFactory";
  public static final String LOG_CLIENT = "binaryLogClient";
  public static final String CONFIGURATION = "connectorConfig";
  public static final String SERVICES = "initializedServices";

  private ConnectorInside() {}

  /**
   * Takes its converters from a connector whose definitions of tables have got theirs. From here on
   * nobody else finds one: of a text that has a converter the connector's reader would make a text
   * by itself, and bytes again, of each row.
   */
  public static void takeConverters(CommonConnectorConfig configuration) {
    try {
      @SuppressWarnings("unchecked")
      Map<Class<?>, Service> services =
          (Map<Class<?>, Service>)
              read(DefaultServiceRegistry.class, SERVICES, configuration.getServiceRegistry());
      services.replace(CustomConverterRegistry.class, new CustomConverterRegistry(List.of()));
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw hidden("its converters", e);
    }
  }

  /**
   * The log client of a started task, long before it connects.
   *
   * @param factory the engine's class of what makes sources
   */
  public static BinaryLogClient logClient(
      ChangeEventSourceCoordinator<?, ?> sources, Class<?> factory) {
    try {
      Object made = read(ChangeEventSourceCoordinator.class, SOURCE_FACTORY, sources);
      return (BinaryLogClient) read(factory, LOG_CLIENT, made);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw hidden("its log client", e);
    }
  }

  /** The tables that a connector knows. */
  public static Collection<TableName> tables(ChangeEventSourceCoordinator<?, ?> sources) {
    try {
      Object schema = read(ChangeEventSourceCoordinator.class, SCHEMA, sources);
      return ((RelationalDatabaseSchema) schema)
          .tableIds().stream()
              .map(id -> new TableName(Objects.requireNonNull(id.catalog()), id.table()))
              .sorted()
              .toList();
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw hidden("its definitions of tables", e);
    }
  }

  /**
   * Spares a connector the work for figures that nobody reads: for each change it would write its
   * key and position out as JSON, a sixth of all its time, to show the last one over JMX. To be
   * called when it streams: starting to has set a listener by then. Were field or setter to change,
   * figures would be kept again and nothing else, which a test would tell.
   */
  public static void keepNoFigures(ChangeEventSourceCoordinator<?, ?> sources) {
    try {
      Object read = read(ChangeEventSourceCoordinator.class, DISPATCHER, sources);
      if (read instanceof EventDispatcher<?, ?> dispatcher) {
        dispatcher.setEventListener(DataChangeEventListener.NO_OP());
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.warn("The connector keeps figures for each change, which costs time", e);
    }
  }

  /** What a task holds in a field of its own. */
  public static <T> T of(Class<?> owner, String name, Object task, Class<T> type) {
    try {
      return type.cast(read(owner, name, task));
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw hidden("its " + name, e);
    }
  }

  private static Object read(Class<?> owner, String name, Object of)
      throws ReflectiveOperationException {
    Field field = owner.getDeclaredField(name);
    field.setAccessible(true);
    return field.get(of);
  }

  private static LockstepException hidden(String what, Exception cause) {
    return new LockstepException(
        Category.BUG, "The connector does not show " + what + ".", "Report this.", cause);
  }
}
