package dev.lockstep.producers.debezium;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import io.debezium.config.Configuration;
import io.debezium.connector.binlog.BinlogStreamingChangeEventSource;
import io.debezium.connector.mariadb.MariaDbConnectorTask;
import io.debezium.connector.mariadb.MariaDbOffsetContext;
import io.debezium.connector.mariadb.MariaDbPartition;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The connector's task, letting its log client be seen once there is one. */
final class LogTask extends MariaDbConnectorTask {

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
}
