package dev.lockstep.embedded.kafka;

import dev.lockstep.embedded.DiskSpace;
import dev.lockstep.embedded.EmbeddedServerException;
import dev.lockstep.embedded.Ports;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker and controller in this process, on loopback, with transactions.
 *
 * <p>Records stay in the data directory: a later start on it goes on with them, on the same port
 * when one is given. A record that was acknowledged survives the death of this process by any
 * signal; what it survives beyond that is {@link KafkaServerOptions#flushEveryMessage()}. When the
 * broker gives up by itself (its disk is full, say) it would end the whole JVM: {@link FatalErrors}
 * turns that into {@link #failure()}. Thread-safe.
 */
public final class EmbeddedKafka implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
  private static final int ATTEMPTS_ON_FREE_PORTS = 5;
  private static final long FREE_BYTES_NEEDED = 200L << 20;

  /** A broker that gave up with less than this to write to gave up for lack of it. */
  private static final long FREE_BYTES_LEFT = 32L << 20;

  private final KafkaRaftServer server;
  private final int port;
  private final Path logs;
  private final DirectoryLock lock;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedKafka(KafkaRaftServer server, int port, Path logs, DirectoryLock lock) {
    this.server = server;
    this.port = port;
    this.logs = logs;
    this.lock = lock;
  }

  /** Starts a broker with the default options; port 0 takes any free one. */
  public static EmbeddedKafka start(Path dataDir, int port) {
    return start(new KafkaServerOptions(dataDir, port));
  }

  /** Starts a broker and returns once clients can connect. */
  public static EmbeddedKafka start(KafkaServerOptions options) {
    if (options.port() != 0) {
      Ports.requireFree(options.port(), "Kafka");
    }
    DirectoryLock lock = DirectoryLock.acquire(options.dataDir());
    try {
      FatalErrors.intercept();
      Path logs = format(options.dataDir());
      for (int attempt = 1; ; attempt++) {
        int port = options.port() == 0 ? Ports.free() : options.port();
        try {
          return new EmbeddedKafka(startServer(options, logs, port), port, logs, lock);
        } catch (RuntimeException e) {
          if (!isPortConflict(e) || attempt == ATTEMPTS_ON_FREE_PORTS) {
            throw failure(options.dataDir(), e);
          }
          LOG.debug("Port {} was taken in between; trying another", port, e);
        }
      }
    } catch (RuntimeException e) {
      lock.release();
      throw e;
    }
  }

  private static KafkaRaftServer startServer(KafkaServerOptions options, Path logs, int port) {
    Properties properties = BrokerProperties.of(options, logs, port, Ports.free());
    if (DeadBroker.isLeftIn(logs)) {
      DeadBroker.bury(properties);
    }
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    try {
      server.startup();
      return server;
    } catch (RuntimeException e) {
      stopQuietly(server);
      throw e;
    }
  }

  private static Path format(Path dataDir) {
    Path logs = dataDir.resolve("logs");
    try {
      Files.createDirectories(logs);
      DiskSpace.require(logs, FREE_BYTES_NEEDED);
      if (!Files.exists(logs.resolve("meta.properties"))) {
        new Formatter()
            .setPrintStream(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
            .setNodeId(BrokerProperties.NODE_ID)
            .setClusterId(Uuid.randomUuid().toString())
            .setControllerListenerName(BrokerProperties.CONTROLLER)
            .setDirectories(List.of(logs.toString()))
            .setMetadataLogDirectory(logs.toString())
            .run();
      }
      return logs;
    } catch (EmbeddedServerException e) {
      throw e;
    } catch (Exception e) {
      throw failure(dataDir, e);
    }
  }

  private static EmbeddedServerException failure(Path dataDir, Throwable e) {
    if (e instanceof EmbeddedServerException known) {
      return known;
    }
    String text = messages(e);
    if (e instanceof IOException) {
      return new EmbeddedServerException(
          "Cannot use the data directory " + dataDir + ": " + text,
          "Choose a directory that this user may write to.",
          e);
    }
    return new EmbeddedServerException(
        "Kafka did not start in " + dataDir + ": " + text,
        "See the log file; if the directory was damaged, start with a new one.",
        e);
  }

  private static boolean isPortConflict(Throwable e) {
    String text = messages(e).toLowerCase(Locale.ROOT);
    return text.contains("address already in use") || text.contains("socket server failed to bind");
  }

  private static String messages(Throwable e) {
    StringBuilder text = new StringBuilder(String.valueOf(e.getMessage()));
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      text.append(": ").append(cause.getMessage());
    }
    return text.toString();
  }

  /** Address for clients. */
  public String bootstrapServers() {
    return Ports.LOOPBACK + ":" + port;
  }

  public int port() {
    return port;
  }

  /** Why the broker gave up by itself, if it did. */
  public Optional<Throwable> failure() {
    Optional<Throwable> failure = FatalErrors.last();
    return failure.isPresent()
        ? DiskSpace.shortage(logs, FREE_BYTES_LEFT).<Throwable>map(full -> full).or(() -> failure)
        : failure;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      stopQuietly(server);
      lock.release();
    }
  }

  private static void stopQuietly(@Nullable KafkaRaftServer server) {
    if (server == null) {
      return;
    }
    try {
      server.shutdown();
      server.awaitShutdown();
    } catch (RuntimeException e) {
      LOG.debug("Kafka did not stop cleanly; its log recovers at the next start", e);
    }
  }
}
