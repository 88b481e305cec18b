package dev.lockstep.launcher.demo;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.launcher.demo.inject.Injection;
import dev.lockstep.launcher.demo.inject.InjectorProcess;
import dev.lockstep.launcher.demo.inject.InjectorSettings;
import dev.lockstep.launcher.demo.inject.Manifest;
import dev.lockstep.launcher.demo.score.Facts;
import dev.lockstep.launcher.demo.score.LagProbe;
import dev.lockstep.launcher.demo.score.PendingSeries;
import dev.lockstep.launcher.demo.shop.ShopAccess;
import dev.lockstep.launcher.demo.shop.ShopLoad;
import dev.lockstep.launcher.demo.shop.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of the demo beside the pipeline, in the order in which its methods are called: open the
 * shop at the source, let it trade, watch what the pipeline says, set the injector on the target,
 * stop and judge.
 *
 * <p>It needs the two databases and Kafka, never the pipeline's own objects. Call it from one
 * thread, but for {@link #changes}, {@link #pending} and {@link #failure}. Closing stops whatever
 * still runs; the shop stays as it is, and the next run on it goes on.
 */
public final class Demo implements AutoCloseable {

  private static final DateTimeFormatter RUN =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Duration EARLY = Duration.ofSeconds(2);
  private static final Duration INJECTOR_PATIENCE = Duration.ofSeconds(20);

  private final DemoSettings settings;
  private final Clock clock;
  private final ShopAccess application;
  private final Accounts sourceAccounts;
  private final Consumer<String> say;
  private final String run;
  private final PendingSeries pendingSeries = new PendingSeries();
  private @Nullable Accounts targetAccounts;
  private @Nullable ShopAccess reader;
  private @Nullable LagProbe probe;
  private @Nullable Workload workload;
  private @Nullable Facts facts;
  private @Nullable InjectorProcess injector;
  private @Nullable Ticker ticker;
  private long injectorDoneAt;

  private Demo(
      DemoSettings settings,
      Clock clock,
      ShopAccess application,
      Accounts sourceAccounts,
      Consumer<String> say) {
    this.settings = settings;
    this.clock = clock;
    this.application = application;
    this.sourceAccounts = sourceAccounts;
    this.say = say;
    this.run = RUN.format(clock.instant());
  }

  /**
   * Opens the shop at the source: schema and first rows, unless it has been open before.
   *
   * @param say tells the user what should be known
   */
  public static Demo open(DemoSettings settings, Site source, Clock clock, Consumer<String> say) {
    Accounts accounts = new Accounts(source, say);
    try {
      return attempt(
          "open the shop at " + source.admin(),
          () -> {
            ShopAccess application = accounts.application();
            ShopLoad.run(application, clock);
            return new Demo(settings, clock, application, accounts, say);
          });
    } catch (RuntimeException e) {
      accounts.close();
      throw e;
    }
  }

  /**
   * Starts the workload, quietly at first, and the lag probe at the target, whose tables need not
   * be there yet.
   */
  public void trade(Site target) {
    Accounts accounts = new Accounts(target, say);
    targetAccounts = accounts;
    ShopAccess newReader = attempt("make an account at " + target.admin(), accounts::reader);
    reader = newReader;
    LagProbe newProbe = LagProbe.start(newReader);
    probe = newProbe;
    Workload newWorkload =
        Workload.start(application, settings.rate(), settings.seed(), clock, newProbe);
    workload = newWorkload;
    ticker =
        Ticker.everySecond(
            seconds ->
                pendingSeries.add(
                    seconds, newWorkload.changes(), newProbe.pending(newWorkload.changes())));
  }

  /** Starts reading what the pipeline says, from topics that exist. */
  public void watch(Map<String, Object> kafka, Map<String, Object> registry) {
    facts = Facts.start(settings.flow(), kafka, registry);
  }

  /**
   * Waits until the pipeline has confirmed a change of this run; empty when it did not in time.
   * From then on lag counts, and the shop makes changes at its full rate.
   */
  public OptionalLong awaitFirstConfirmed(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Facts watched = started(facts);
    while (System.nanoTime() < deadline && failure().isEmpty()) {
      OptionalLong confirmed = watched.firstConfirmedNanos();
      if (confirmed.isPresent()) {
        started(probe).measureFromNow();
        started(workload).becomeBusy();
        pendingSeries.restart();
        return confirmed;
      }
      Thread.sleep(20);
    }
    return OptionalLong.empty();
  }

  /** Sets the injector on the target for this long, if corruptions were asked for. */
  public void corrupt(Duration over) {
    if (settings.corruptions() == 0) {
      return;
    }
    Accounts accounts = started(targetAccounts);
    injectorDoneAt = System.nanoTime() + over.toNanos();
    injector =
        attempt(
            "start the injector",
            () ->
                InjectorProcess.start(
                    new InjectorSettings(
                        accounts.injector(settings.progressSchema()),
                        settings.progressSchema(),
                        settings.corruptions(),
                        settings.seed(),
                        over,
                        settings.directory(),
                        run)));
  }

  /** Row changes committed at the source so far. */
  public long changes() {
    Workload running = workload;
    return running == null ? 0 : running.changes();
  }

  /** Changes on their way to the target, as far as samples tell. */
  public long pending() {
    LagProbe running = probe;
    return running == null ? 0 : running.pending(changes());
  }

  /** How the rate of the last while was kept up with. */
  public PendingSeries pace() {
    return pendingSeries;
  }

  /** Why the workload stopped by itself or the facts cannot be read, if so. */
  public Optional<Throwable> failure() {
    Optional<Throwable> ofWorkload = Optional.ofNullable(workload).flatMap(Workload::failure);
    return ofWorkload.or(() -> Optional.ofNullable(facts).map(Facts::failure));
  }

  /**
   * Stops the workload, lets everything arrive, and judges the run.
   *
   * @param startedMillis from the command's start to the first confirmed change; -1 for none
   * @param memoryMb peak of the process tree; -1 when unknown
   */
  public DemoOutcome finish(long startedMillis, long memoryMb) throws InterruptedException {
    Workload trading = started(workload);
    trading.close();
    started(ticker).close();
    Optional<String> incomplete =
        failure().map(cause -> "The demo broke off: " + LockstepException.messageOf(cause));
    Optional<String> injectorFailure = endInjector();
    incomplete = incomplete.or(() -> injectorFailure);
    List<Injection> done = new ArrayList<>();
    List<Injection> earlier = new ArrayList<>();
    attempt(
        "read the manifests in " + settings.directory(),
        () -> {
          Path manifest = Manifest.file(settings.directory(), run);
          done.addAll(Manifest.read(manifest));
          return earlier.addAll(Manifest.readOthers(settings.directory(), manifest));
        });
    Judge judge =
        new Judge(application, started(reader), started(facts), started(probe), done, earlier);
    return judge.judge(trading.changes(), startedMillis, memoryMb, incomplete, pendingSeries);
  }

  /** A run that is stopped before its time stops the injector; what it did until then counts. */
  private Optional<String> endInjector() throws InterruptedException {
    InjectorProcess running = injector;
    if (running == null) {
      return Optional.empty();
    }
    if (running.isRunning() && System.nanoTime() < injectorDoneAt - EARLY.toNanos()) {
      running.close();
      return Optional.empty();
    }
    return running.awaitEnd(INJECTOR_PATIENCE);
  }

  @Override
  public void close() {
    closeQuietly(ticker);
    closeQuietly(workload);
    closeQuietly(injector);
    closeQuietly(probe);
    closeQuietly(facts);
    closeQuietly(targetAccounts);
    closeQuietly(sourceAccounts);
  }

  private static void closeQuietly(@Nullable AutoCloseable part) {
    if (part != null) {
      try {
        part.close();
      } catch (Exception e) {
        throw new IllegalStateException("None of the demo's parts fails to close", e);
      }
    }
  }

  private static <T> T started(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("Called before its turn");
    }
    return part;
  }

  private interface Attempt<T> {
    T run() throws SQLException, IOException;
  }

  private static <T> T attempt(String what, Attempt<T> attempt) {
    try {
      return attempt.run();
    } catch (SQLException | IOException e) {
      throw new LockstepException(
          Category.EXTERNAL,
          "The demo could not " + what + ": " + LockstepException.messageOf(e),
          "See that the database runs and that there is room on the disk, and start again.",
          e);
    }
  }
}
