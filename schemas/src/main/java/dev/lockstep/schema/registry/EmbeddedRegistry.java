package dev.lockstep.schema.registry;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;

/**
 * A schema registry in this process, over the compacted topic {@code _schemas}.
 *
 * <p>{@link #start} returns when the log is replayed and requests are answered. Every answer to a
 * write is in the log before it is given, so a restart, here or elsewhere, knows all of it; a
 * second instance on the same Kafka fences this one. Listens on the given address only, and has no
 * authentication: keep it on loopback or behind something that has.
 */
public final class EmbeddedRegistry implements AutoCloseable {

  /** The topic, named as every registry names it. */
  public static final String TOPIC = "_schemas";

  /**
   * Where it keeps its log and where it listens.
   *
   * @param kafka client properties, at least {@code bootstrap.servers}
   * @param host address to listen on
   * @param port port to listen on; 0 for any free one
   * @param replication of the topic, when it is made
   */
  public record Settings(Map<String, Object> kafka, String host, int port, short replication) {

    public Settings {
      kafka = Map.copyOf(kafka);
    }

    /** On loopback, any port, one replica. */
    public static Settings local(Map<String, Object> kafka) {
      return new Settings(kafka, "127.0.0.1", 0, (short) 1);
    }
  }

  static {
    // The JDK's server writes head and body apart; without this, Nagle's algorithm and a delayed
    // acknowledgement add 40 ms to an answer. Read once, when the server's class is loaded.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private final SchemaRegistry registry;
  private final HttpServer server;
  private final ExecutorService executor;

  private EmbeddedRegistry(SchemaRegistry registry, HttpServer server, ExecutorService executor) {
    this.registry = registry;
    this.server = server;
    this.executor = executor;
  }

  /**
   * Starts, replays, then serves.
   *
   * @throws RegistryStartException when the port is taken or the topic is not usable
   */
  public static EmbeddedRegistry start(Settings settings) {
    HttpServer server = bind(settings);
    try {
      SchemaTopic.ensure(settings.kafka(), TOPIC, settings.replication());
      SchemaRegistry registry = new SchemaRegistry(new KafkaSchemaLog(settings.kafka(), TOPIC));
      return serve(server, registry, settings);
    } catch (RuntimeException e) {
      server.stop(0);
      throw e;
    }
  }

  private static EmbeddedRegistry serve(
      HttpServer server, SchemaRegistry registry, Settings settings) {
    try {
      registry.open();
      RegistryRoutes routes = new RegistryRoutes(registry, clusterId(settings.kafka()));
      ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
      server.setExecutor(executor);
      server.createContext("/", new RegistryHttp(routes));
      server.start();
      return new EmbeddedRegistry(registry, server, executor);
    } catch (RegistryFault e) {
      registry.close();
      throw new RegistryStartException(
          String.valueOf(e.getMessage()), "Check Kafka and topic " + TOPIC, e);
    } catch (RuntimeException e) {
      registry.close();
      throw e;
    }
  }

  private static HttpServer bind(Settings settings) {
    String address = settings.host() + ":" + settings.port();
    try {
      return HttpServer.create(
          new InetSocketAddress(InetAddress.getByName(settings.host()), settings.port()), 0);
    } catch (BindException e) {
      throw new RegistryStartException(
          "The schema registry cannot listen on " + address + ": " + e.getMessage(),
          "Stop what uses the port, or give another (0 takes any free one)",
          e);
    } catch (UnknownHostException e) {
      throw new RegistryStartException(
          "The schema registry cannot listen on " + address + ": no such host",
          "Give an address of this machine, such as 127.0.0.1",
          e);
    } catch (IOException e) {
      throw new RegistryStartException(
          "The schema registry cannot listen on " + address + ": " + e.getMessage(),
          "Give another address or port",
          e);
    }
  }

  private static String clusterId(Map<String, Object> kafka) {
    try (Admin admin = Admin.create(new HashMap<>(kafka))) {
      return admin.describeCluster().clusterId().get();
    } catch (ExecutionException e) {
      throw new RegistryStartException(
          "Kafka does not tell its cluster id: " + e.getMessage(), "Check Kafka", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryStartException("Interrupted while starting", "Start again", e);
    }
  }

  /** The address for {@code schema.registry.url}. */
  public String url() {
    InetSocketAddress address = server.getAddress();
    String host = address.getAddress().getHostAddress();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /** Answers what is being answered, then stops. */
  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
    registry.close();
  }
}
