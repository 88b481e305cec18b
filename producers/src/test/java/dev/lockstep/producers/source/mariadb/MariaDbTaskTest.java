package dev.lockstep.producers.source.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import dev.lockstep.producers.source.binlog.ConnectorInside;
import io.debezium.connector.mariadb.MariaDbChangeEventSourceFactory;
import io.debezium.connector.mariadb.MariaDbConnectorConfig;
import io.debezium.connector.mariadb.MariaDbConnectorTask;
import io.debezium.connector.mariadb.MariaDbDatabaseSchema;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import io.debezium.pipeline.EventDispatcher;
import io.debezium.pipeline.source.spi.ChangeEventSourceFactory;
import io.debezium.service.DefaultServiceRegistry;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.Test;

class MariaDbTaskTest {

  /** Else a new version of the connector would take back, unseen, a sixth of the reader's time. */
  @Test
  void findsTheDispatcherWhereTheConnectorKeepsIt() throws Exception {
    assertThat(
            ChangeEventSourceCoordinator.class
                .getDeclaredField(ConnectorInside.DISPATCHER)
                .getType())
        .isEqualTo(EventDispatcher.class);
  }

  /** Else a new version of the connector would capture nothing. */
  @Test
  void findsTheLogClientWhereTheConnectorKeepsIt() throws Exception {
    assertThat(
            ChangeEventSourceCoordinator.class
                .getDeclaredField(ConnectorInside.SOURCE_FACTORY)
                .getType())
        .isEqualTo(ChangeEventSourceFactory.class);
    assertThat(
            MariaDbChangeEventSourceFactory.class
                .getDeclaredField(ConnectorInside.LOG_CLIENT)
                .getType())
        .isEqualTo(BinaryLogClient.class);
    assertThat(ChangeEventSourceCoordinator.class.getDeclaredField(ConnectorInside.SCHEMA))
        .isNotNull();
  }

  /** Else a new version of the connector would make texts of bytes, and bytes of texts, again. */
  @Test
  void findsTheConvertersWhereTheConnectorKeepsThem() throws Exception {
    assertThat(DefaultServiceRegistry.class.getDeclaredField(ConnectorInside.SERVICES).getType())
        .isEqualTo(ConcurrentMap.class);
    assertThat(MariaDbConnectorTask.class.getMethod("getNotificationChannels")).isNotNull();
  }

  /** Else a new version of the connector would read no table anew. */
  @Test
  void findsTheDefinitionsOfTablesWhereTheConnectorKeepsThem() throws Exception {
    assertThat(MariaDbConnectorTask.class.getDeclaredField(ConnectorInside.SCHEMA).getType())
        .isEqualTo(MariaDbDatabaseSchema.class);
    assertThat(MariaDbConnectorTask.class.getDeclaredField(ConnectorInside.CONFIGURATION).getType())
        .isEqualTo(MariaDbConnectorConfig.class);
  }
}
