package dev.lockstep.producers.debezium;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import io.debezium.config.Configuration;
import io.debezium.connector.binlog.BinlogStreamingChangeEventSource;
import io.debezium.connector.mariadb.MariaDbConnectorTask;
import io.debezium.connector.mariadb.MariaDbOffsetContext;
import io.debezium.connector.mariadb.MariaDbPartition;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import io.debezium.pipeline.EventDispatcher;
import io.debezium.pipeline.source.spi.DataChangeEventListener;
import java.lang.reflect.Field;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connector's task, letting its log client be seen once there is one, and sparing it the work
 * for figures that nobody reads: for each change it would write its key and position out as JSON, a
 * sixth of all its time, to show the last one over JMX.
 */
final class LogTask extends MariaDbConnectorTask {

  private static final Logger LOG = LoggerFactory.getLogger(LogTask.class);

  private @Nullable ChangeEventSourceCoordinator<MariaDbPartition, MariaDbOffsetContext> sources;

  @Override
  protected ChangeEventSourceCoordinator<MariaDbPartition, MariaDbOffsetContext> start(
      Configuration configuration) {
    ChangeEventSourceCoordinator<MariaDbPartition, MariaDbOffsetContext> started =
        super.start(configuration);
    sources = started;
    return started;
  }

  Optional<BinaryLogClient> logClient() {
    if (sources == null) {
      return Optional.empty();
    }
    return sources
        .getStreamingSource()
        .filter(BinlogStreamingChangeEventSource.class::isInstance)
        .map(source -> ((BinlogStreamingChangeEventSource<?, ?>) source).getBinaryLogClient());
  }

  /**
   * To be called when the log client is there: starting to stream has set a listener by then. Field
   * and setter are the connector's own, and not meant for us; were they to change, figures would be
   * kept again and nothing else, which a test would tell.
   */
  void keepNoFigures() {
    try {
      Field field = ChangeEventSourceCoordinator.class.getDeclaredField("eventDispatcher");
      field.setAccessible(true);
      if (field.get(sources) instanceof EventDispatcher<?, ?> dispatcher) {
        dispatcher.setEventListener(DataChangeEventListener.NO_OP());
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.warn("The connector keeps figures for each change, which costs time", e);
    }
  }
}
