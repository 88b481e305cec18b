package dev.lockstep.launcher.stack;

import dev.lockstep.embedded.EmbeddedServerException;
import dev.lockstep.embedded.Ports;
import dev.lockstep.embedded.kafka.EmbeddedKafka;
import dev.lockstep.embedded.server.Access;
import dev.lockstep.embedded.server.LocalServer;
import dev.lockstep.embedded.server.Settings;
import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.flow.RunningProgram;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.launcher.demo.Site;
import dev.lockstep.launcher.demo.shop.Login;
import dev.lockstep.launcher.place.Schemas;
import dev.lockstep.launcher.place.ServerUrl;
import dev.lockstep.launcher.place.Side;
import dev.lockstep.schema.registry.EmbeddedRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pipeline in one process: broker, registry, two databases, the programs. A database that is
 * the user's is neither started nor ended here.
 *
 * <p>Everything starts as soon as what it needs is there, so that two cores are busy and nobody
 * waits: the databases beside the broker, programs that read only topics beside the loading of the
 * source. Closing goes the other way: programs, databases, registry, broker. After a crash the next
 * start on the same directory ends what was left and goes on; each part recovers by its own
 * protocol, the stack adds none. Not thread-safe but for {@link #failure()} and {@link #close()}.
 */
public final class Stack implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Stack.class);

  private final DataHome home;
  private final Pair pair;
  private final Schemas schemas;
  private final PortPlan ports;
  private final LockstepConfig config;
  private final Closing closing = new Closing();
  private final List<RunningProgram> programs = new CopyOnWriteArrayList<>();
  private final List<LocalServer> servers = new CopyOnWriteArrayList<>();
  private volatile @Nullable EmbeddedKafka kafka;
  private volatile @Nullable LocalServer source;
  private volatile @Nullable LocalServer target;

  private Stack(DataHome home, Pair pair, Schemas schemas, PortPlan ports, LockstepConfig config) {
    this.home = home;
    this.pair = pair;
    this.schemas = schemas;
    this.ports = ports;
    this.config = config;
  }

  /**
   * Starts all of it and returns once every program runs.
   *
   * @param home the data directory; stays the caller's to close
   * @param pair what the databases are
   * @param schemas of the shop and of the sink's progress
   * @param prepareSource makes and fills what the demo needs at the source, before it is captured
   */
  public static Stack start(
      DataHome home,
      Pair pair,
      Schemas schemas,
      int consolePort,
      Clock clock,
      Consumer<Site> prepareSource)
      throws InterruptedException {
    PortPlan ports = PortPlan.of(home.ports());
    int page = consolePort == 0 ? Ports.free() : consolePort;
    String yaml = DemoConfig.yaml(home, pair, ports, schemas, page);
    Stack stack = new Stack(home, pair, schemas, ports, DemoConfig.parse(yaml));
    try {
      Files.writeString(home.configuration(), yaml);
      stack.startAll(clock, prepareSource);
      return stack;
    } catch (IOException e) {
      stack.close();
      throw new LockstepException(
          Category.EXTERNAL,
          "Cannot write to " + home.root() + ": " + e.getMessage(),
          "Check the space and the rights there.",
          e);
    } catch (RuntimeException | InterruptedException e) {
      stack.close();
      throw e;
    }
  }

  private void startAll(Clock clock, Consumer<Site> prepareSource) throws InterruptedException {
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().name("lockstep-start-", 0).factory());
    try {
      CompletableFuture<Void> topics = run(threads, "Kafka and registry", this::startKafka);
      CompletableFuture<Void> targetReady = run(threads, "Target database", this::startTarget);
      CompletableFuture<Void> sourceReady =
          run(
              threads,
              "Source database",
              () -> {
                startSource();
                prepareSource.accept(source());
              });
      CompletableFuture<Void> databases = CompletableFuture.allOf(sourceReady, targetReady);
      CompletableFuture<Void> all = CompletableFuture.allOf(topics, databases);
      await(
          List.of(
              after(all, threads, Program.PRODUCERS, clock),
              after(all, threads, Program.SINK, clock),
              after(topics, threads, Program.STREAMS, clock),
              after(topics, threads, Program.CONSOLE, clock),
              after(topics, threads, Program.ALERTS, clock)));
    } finally {
      threads.shutdown();
    }
  }

  private CompletableFuture<Void> after(
      CompletableFuture<Void> ready, ExecutorService threads, Program program, Clock clock) {
    return ready.thenRunAsync(timed(program.command(), () -> start(program, clock)), threads);
  }

  private static CompletableFuture<Void> run(ExecutorService threads, String name, Runnable start) {
    return CompletableFuture.runAsync(timed(name, start), threads);
  }

  private static Runnable timed(String name, Runnable start) {
    return () -> {
      long began = System.nanoTime();
      start.run();
      LOG.info("{} started in {} ms", name, (System.nanoTime() - began) / 1_000_000);
    };
  }

  /** Waits for all, also after one has failed: what is under way must not outlive the closing. */
  private static void await(List<CompletableFuture<Void>> starts) throws InterruptedException {
    try {
      CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new)).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e);
    }
  }

  private void startKafka() {
    kafka = closing.add("Kafka", EmbeddedKafka.start(home.kafka(), ports.kafka()));
    closing.add(
        "Registry",
        EmbeddedRegistry.start(
            new EmbeddedRegistry.Settings(
                config.kafka().client(), Ports.LOOPBACK, ports.registry(), (short) 1)));
  }

  private void startSource() {
    if (pair.source() instanceof Side.Own(EndpointType type)) {
      Settings settings =
          Settings.of(home.source(), 1).withPort(ports.source()).withAccess(Access.READ);
      source = start("Source database", type, settings);
    }
  }

  private void startTarget() {
    if (pair.target() instanceof Side.Own(EndpointType type)) {
      Settings settings = Settings.of(home.target(), 2).withPort(ports.target());
      target = start("Target database", type, settings);
    }
  }

  private LocalServer start(String name, EndpointType type, Settings settings) {
    LocalServer server = closing.add(name, Pair.start(type, settings));
    servers.add(server);
    return server;
  }

  private void start(Program program, Clock clock) {
    programs.add(closing.add(program.command(), program.start(config, clock)));
  }

  public LockstepConfig config() {
    return config;
  }

  /** Where the demo migrates from. */
  public Site source() {
    return site(pair.source(), source);
  }

  /** Where the demo migrates to. */
  public Site target() {
    return site(pair.target(), target);
  }

  private Site site(Side side, @Nullable LocalServer server) {
    return switch (side) {
      case Side.Own own -> new Site(admin(own.type(), started(server)), schemas.shop(), true);
      case Side.Given(ServerUrl url) -> new Site(url.login(), schemas.shop(), false);
    };
  }

  private static Login admin(EndpointType type, LocalServer server) {
    return new Login(type, server.host(), server.port(), LocalServer.ADMIN, server.adminPassword());
  }

  /** Where the password of {@link #source()} stands, if it is a server of ours. */
  public Optional<Path> sourcePasswordFile() {
    return Optional.ofNullable(source).map(LocalServer::adminPasswordFile);
  }

  /** Where the password of {@link #target()} stands, if it is a server of ours. */
  public Optional<Path> targetPasswordFile() {
    return Optional.ofNullable(target).map(LocalServer::adminPasswordFile);
  }

  public EmbeddedKafka kafka() {
    return started(kafka);
  }

  private static <T> T started(@Nullable T server) {
    if (server == null) {
      throw new IllegalStateException("Not started");
    }
    return server;
  }

  /** The page's address. */
  public URI consoleUrl() {
    return URI.create("http://127.0.0.1:" + config.console().port() + "/");
  }

  /** The first part that stopped by itself, with the reason. */
  public Optional<LockstepException> failure() {
    for (RunningProgram program : programs) {
      Optional<LockstepException> failure =
          program.failure().map(cause -> stopped(program.name(), cause));
      if (failure.isPresent()) {
        return failure;
      }
    }
    return brokenServer();
  }

  /** The first server without which nothing else can go on, with the reason. */
  public Optional<LockstepException> brokenServer() {
    return kafka()
        .failure()
        .map(cause -> stopped("The embedded Kafka broker", cause))
        .or(() -> broken(source, "source"))
        .or(() -> broken(target, "target"));
  }

  private static Optional<LockstepException> broken(@Nullable LocalServer server, String role) {
    return server == null || server.isRunning()
        ? Optional.empty()
        : Optional.of(
            new LockstepException(
                Category.EXTERNAL,
                "The "
                    + role
                    + " database ended by itself. The end of its log:\n"
                    + server.logTail(),
                "Start again; nothing that was committed is lost."));
  }

  private static LockstepException stopped(String name, Throwable cause) {
    String message = name + " stopped: " + LockstepException.messageOf(cause);
    return switch (cause) {
      case LockstepException known ->
          new LockstepException(known.category(), message, known.remedy(), cause);
      case EmbeddedServerException known ->
          new LockstepException(Category.EXTERNAL, message, known.remedy(), cause);
      default ->
          new LockstepException(
              Category.BUG, message, "See the log file; start again to resume.", cause);
    };
  }

  /**
   * Ends the databases that are ours as a fault would, and lets go of all the rest, which ends with
   * the process.
   *
   * <p>Without its servers, or without room on their disk, nothing can be stopped in order: each
   * program would wait for its own patience, minutes in all, to come to no better end. What is kept
   * is what a {@code kill -9} leaves.
   */
  public void abandon() {
    closing.forget();
    for (LocalServer server : servers) {
      server.kill();
    }
  }

  /** Stops all of it, the programs first. The data directory stays as it is. */
  @Override
  public void close() {
    closing.close();
  }
}
