package dev.lockstep.embedded.kafka;

import dev.lockstep.embedded.EmbeddedServerException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.loader.LoaderManifest;
import org.apache.kafka.image.publisher.MetadataPublisher;
import org.apache.kafka.metadata.BrokerRegistration;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Buries a broker that was killed, before its successor starts on the same directory.
 *
 * <p>The metadata still calls it alive and leader of everything. Started on top of that, Kafka 4.3
 * would at once coordinate transactions, find no one listening yet, then lose all leaders when the
 * old session ends; and a transaction whose commit was decided but not yet written into its
 * partitions is then given up as one of deleted topics: recorded as complete, its records left
 * undecided until the producer's next transaction decides them by accident. What read the positions
 * meanwhile repeats what was published.
 *
 * <p>So the controller runs alone until it has ended that session, which also spares the successor
 * the wait for it. Its transactions are then completed by a coordinator that can reach its
 * partitions.
 */
final class DeadBroker {

  private static final Logger LOG = LoggerFactory.getLogger(DeadBroker.class);
  private static final String CLEAN_SHUTDOWN = ".kafka_cleanshutdown";
  private static final String METADATA_LOG = "__cluster_metadata-0";
  private static final int SESSION_MILLIS = 300;
  private static final int LIMIT_SECONDS = 60;

  private DeadBroker() {}

  /** Whether a broker on this directory ended without saying so. */
  static boolean isLeftIn(Path logs) {
    return Files.isDirectory(logs.resolve(METADATA_LOG))
        && Files.notExists(logs.resolve(CLEAN_SHUTDOWN));
  }

  /** Ends its session, and with it what it leads. */
  static void bury(Properties broker) {
    KafkaConfig config = KafkaConfig.fromProps(controllerAlone(broker), false);
    var prepared = KafkaRaftServer.initializeLogDirs(config, LOG, "");
    MetaPropertiesEnsemble directories = prepared._1();
    BootstrapMetadata bootstrap = prepared._2();
    Metrics metrics =
        Server.initializeMetrics(config, Time.SYSTEM, directories.clusterId().orElseThrow());
    SharedServer shared =
        new SharedServer(
            config,
            directories,
            Time.SYSTEM,
            metrics,
            CompletableFuture.completedFuture(
                QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
            List.of(),
            new StandardFaultHandlerFactory(),
            ServerSocketFactory.INSTANCE);
    ControllerServer controller =
        new ControllerServer(shared, KafkaRaftServer.configSchema(), bootstrap);
    try {
      controller.startup();
      Burial burial = new Burial();
      shared.loader().installPublishers(List.of(burial));
      burial.await();
    } finally {
      controller.shutdown();
      metrics.close();
    }
  }

  private static Properties controllerAlone(Properties broker) {
    Properties alone = new Properties();
    alone.putAll(broker);
    String voter = broker.getProperty("controller.quorum.voters");
    alone.put("process.roles", "controller");
    alone.put(
        "listeners", BrokerProperties.CONTROLLER + "://" + voter.substring(voter.indexOf('@') + 1));
    alone.remove("advertised.listeners");
    alone.remove("inter.broker.listener.name");
    alone.put("listener.security.protocol.map", BrokerProperties.CONTROLLER + ":PLAINTEXT");
    alone.put("broker.session.timeout.ms", Integer.toString(SESSION_MILLIS));
    alone.put("broker.heartbeat.interval.ms", Integer.toString(SESSION_MILLIS / 3));
    return alone;
  }

  private static final class Burial implements MetadataPublisher {

    private final CountDownLatch done = new CountDownLatch(1);

    @Override
    public String name() {
      return "dead-broker";
    }

    @Override
    public void onMetadataUpdate(
        MetadataDelta delta, MetadataImage image, LoaderManifest manifest) {
      BrokerRegistration broker = image.cluster().broker(BrokerProperties.NODE_ID);
      if (broker == null || broker.fenced()) {
        done.countDown();
      }
    }

    void await() {
      try {
        if (!done.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
          throw new EmbeddedServerException(
              "Kafka's controller did not end the session of the broker that was killed",
              "Start again; if it stays so, see the log file.");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new EmbeddedServerException(
            "Interrupted while Kafka was recovering", "Start again.", e);
      }
    }
  }
}
