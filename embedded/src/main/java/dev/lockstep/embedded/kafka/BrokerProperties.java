package dev.lockstep.embedded.kafka;

import java.nio.file.Path;
import java.util.Properties;

/** The broker's configuration: one node, few threads, small internal topics, no waiting. */
final class BrokerProperties {

  static final int NODE_ID = 1;
  static final String CONTROLLER = "CONTROLLER";

  private BrokerProperties() {}

  static Properties of(KafkaServerOptions options, Path logs, int port, int controllerPort) {
    Properties p = new Properties();
    p.put("process.roles", "broker,controller");
    p.put("node.id", Integer.toString(NODE_ID));
    p.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
    p.put("controller.listener.names", CONTROLLER);
    p.put("listeners", "CLIENT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    p.put("advertised.listeners", "CLIENT://127.0.0.1:" + port);
    p.put("listener.security.protocol.map", "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    p.put("inter.broker.listener.name", "CLIENT");
    p.put("log.dirs", logs.toString());
    p.put("log.retention.ms", Long.toString(options.retention().toMillis()));
    p.put("log.retention.bytes", Long.toString(options.maxPartitionBytes()));
    p.put("log.segment.bytes", Long.toString(Math.min(128L << 20, options.maxPartitionBytes())));
    if (options.flushEveryMessage()) {
      p.put("log.flush.interval.messages", "1");
    }
    singleNode(p);
    small(p);
    return p;
  }

  private static void singleNode(Properties p) {
    p.put("auto.create.topics.enable", "false");
    p.put("default.replication.factor", "1");
    p.put("min.insync.replicas", "1");
    p.put("offsets.topic.replication.factor", "1");
    p.put("offsets.topic.num.partitions", "1");
    p.put("transaction.state.log.replication.factor", "1");
    p.put("transaction.state.log.min.isr", "1");
    p.put("transaction.state.log.num.partitions", "2");
    p.put("share.coordinator.state.topic.replication.factor", "1");
    p.put("share.coordinator.state.topic.min.isr", "1");
    p.put("share.coordinator.state.topic.num.partitions", "1");
    p.put("group.initial.rebalance.delay.ms", "0");
    // A killed process starts again at once: its old session must not hold the group for long.
    p.put("group.min.session.timeout.ms", "1000");
    // The controller, too, takes a killed broker for alive until its session ends, and lets it
    // register anew only then. Clean shutdowns end the session at once. Much shorter, and a machine
    // that is merely busy would see its only broker fenced.
    p.put("broker.session.timeout.ms", "6000");
    p.put("broker.heartbeat.interval.ms", "500");
    p.put("initial.broker.registration.timeout.ms", "60000");
  }

  private static void small(Properties p) {
    p.put("num.network.threads", "2");
    p.put("num.io.threads", "4");
    p.put("num.replica.fetchers", "1");
    p.put("background.threads", "2");
    p.put("num.recovery.threads.per.data.dir", "2");
    p.put("log.cleaner.dedupe.buffer.size", "4194304");
    p.put("log.cleaner.io.buffer.size", "131072");
    p.put("log.index.size.max.bytes", "2097152");
    p.put("socket.request.max.bytes", "104857600");
    // Topics are made with what they need; this is for those of others, such as changelogs.
    p.put("message.max.bytes", "67108864");
    p.put("replica.fetch.max.bytes", "67108864");
  }
}
