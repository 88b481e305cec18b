package dev.lockstep.console;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.flow.config.ConsoleSettings;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** A small HTTP server on the loopback address: few threads of its own, virtual ones for work. */
final class ConsoleServer implements AutoCloseable {

  private static final int MAX_THREADS = 12;
  private static final int MIN_THREADS = 3;
  private static final int MAX_REQUEST_BYTES = 64 * 1024;
  private static final Duration IDLE = Duration.ofSeconds(60);

  private final Javalin javalin;
  private final String host;
  private final int port;

  private ConsoleServer(Javalin javalin, String host, int port) {
    this.javalin = javalin;
    this.host = host;
    this.port = port;
  }

  /** The page knows no password yet, so nobody else may reach it. */
  static void checkAddress(ConsoleSettings settings) {
    boolean loopback;
    try {
      loopback = InetAddress.getByName(settings.bind()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      loopback = false;
    }
    if (!loopback) {
      throw new LockstepException(
          Category.CONFIGURATION,
          "console.bind is '"
              + settings.bind()
              + "', which others can reach, and the console asks nobody for a password",
          "Use 127.0.0.1 and, from elsewhere, an SSH tunnel:"
              + " ssh -L 8080:127.0.0.1:8080 <this machine>");
    }
  }

  static ConsoleServer start(ConsoleSettings settings, Consumer<RoutesConfig> routes) {
    checkFree(settings);
    ConnectorHolder connector = new ConnectorHolder();
    Javalin javalin =
        Javalin.create(
            config -> {
              configure(config);
              config.jetty.addConnector((server, http) -> connector.create(server, http, settings));
              routes.accept(config.routes);
            });
    try {
      javalin.start();
    } catch (RuntimeException e) {
      javalin.stop();
      throw refused(settings, e);
    }
    return new ConsoleServer(javalin, settings.bind(), connector.port());
  }

  private static void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.maxRequestSize = MAX_REQUEST_BYTES;
    config.http.compressionStrategy = CompressionStrategy.GZIP;
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
    threads.setName("lockstep-console-http");
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    config.jetty.threadPool = threads;
    config.jetty.modifyWebSocketServletFactory(
        factory -> {
          factory.setMaxTextMessageSize(1_024);
          factory.setIdleTimeout(IDLE);
        });
  }

  /** Asked beforehand, since the server would log its own failure with a stack trace. */
  private static void checkFree(ConsoleSettings settings) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(settings.bind(), settings.port()));
    } catch (IOException e) {
      throw refused(settings, e);
    }
  }

  private static LockstepException refused(ConsoleSettings settings, Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketException) {
        return new LockstepException(
            Category.EXTERNAL,
            "The console cannot listen on %s port %d: %s"
                .formatted(settings.bind(), settings.port(), LockstepException.messageOf(cause)),
            "End the program that uses port %d, or choose another with console.port, with 'up' by --port"
                    .formatted(settings.port())
                + " (0: any free).",
            failure);
      }
    }
    return new LockstepException(
        Category.BUG,
        "The console's server did not start: " + LockstepException.messageOf(failure),
        "Report this together with the log",
        failure);
  }

  int port() {
    return port;
  }

  String url() {
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/";
  }

  @Override
  public void close() {
    javalin.stop();
  }

  /** Remembers the connector, which alone knows the port when any free one was asked for. */
  private static final class ConnectorHolder {

    private int askedPort;
    private @Nullable ServerConnector connector;

    ServerConnector create(Server server, HttpConfiguration http, ConsoleSettings settings) {
      http.setSendServerVersion(false);
      ServerConnector created = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
      created.setHost(settings.bind());
      created.setPort(settings.port());
      askedPort = settings.port();
      connector = created;
      return created;
    }

    int port() {
      ServerConnector started = connector;
      return started == null ? askedPort : started.getLocalPort();
    }
  }
}
