package dev.lockstep.embedded.kafka;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the broker runs.
 *
 * @param dataDir directory of this broker alone; created when missing, kept on close
 * @param port port for clients on loopback, 0 for any free one
 * @param retention how long topics keep records unless they say otherwise
 * @param maxPartitionBytes the most a partition keeps on disk unless its topic says otherwise
 * @param flushEveryMessage whether a record survives a loss of power; without it, only a crash of
 *     the process
 */
public record KafkaServerOptions(
    Path dataDir, int port, Duration retention, long maxPartitionBytes, boolean flushEveryMessage) {

  private static final long DEFAULT_PARTITION_BYTES = 2L << 30;

  public KafkaServerOptions {
    dataDir = dataDir.toAbsolutePath().normalize();
  }

  public KafkaServerOptions(Path dataDir, int port) {
    this(dataDir, port, Duration.ofDays(7), DEFAULT_PARTITION_BYTES, false);
  }
}
