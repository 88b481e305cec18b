package dev.lockstep.launcher.cli;

import dev.lockstep.embedded.EmbeddedServerException;
import dev.lockstep.embedded.Ports;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.launcher.demo.Demo;
import dev.lockstep.launcher.demo.DemoOutcome;
import dev.lockstep.launcher.demo.DemoSettings;
import dev.lockstep.launcher.demo.Site;
import dev.lockstep.launcher.demo.score.PageAnswer;
import dev.lockstep.launcher.demo.score.PendingSeries;
import dev.lockstep.launcher.place.Schemas;
import dev.lockstep.launcher.place.Tenancy;
import dev.lockstep.launcher.stack.DataHome;
import dev.lockstep.launcher.stack.ProcessTree;
import dev.lockstep.launcher.stack.Stack;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of {@code up}: start, trade, watch until the time is over or a stop is asked for, let
 * everything arrive, judge, stop.
 *
 * <p>The order of the end matters: the shop stops first and the pipeline drains while its databases
 * still run, so that a stopped run can be judged; then programs, databases, registry and broker. A
 * crash at any point leaves a directory from which the next run goes on.
 */
final class UpRun {

  private static final Logger LOG = LoggerFactory.getLogger(UpRun.class);
  private static final String FLOW = "shop";
  private static final Duration FIRST_CHANGE_LIMIT = Duration.ofMinutes(3);
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Duration STATUS_EVERY = Duration.ofSeconds(5);

  /** Over which it is told whether the pipeline kept up; of a shorter time nothing can be said. */
  private static final int PACE_SECONDS = 30;

  private static final int LEAST_PACE_SECONDS = 5;

  private final UpOptions options;
  private final DataHome home;
  private final StopSignal stop;
  private final UpConsole console;
  private final Clock clock;
  private boolean abandoned;

  UpRun(UpOptions options, DataHome home, StopSignal stop, UpConsole console, Clock clock) {
    this.options = options;
    this.home = home;
    this.stop = stop;
    this.console = console;
    this.clock = clock;
  }

  /** What is left at servers of the user's is dropped or told last of all, whatever came before. */
  int run() throws InterruptedException {
    if (options.port() != 0) {
      Ports.requireFree(options.port(), "the console");
    }
    options.pair().requireSame(home);
    Tenancy tenancy =
        Tenancy.of(home.tenancy(), options.pair().source(), options.pair().target(), console::say);
    int exitCode;
    try {
      exitCode = run(tenancy);
    } catch (RuntimeException | InterruptedException e) {
      leaveAfter(e, tenancy);
      throw e;
    }
    leave(tenancy);
    return exitCode;
  }

  private void leaveAfter(Exception failure, Tenancy tenancy) {
    try {
      leave(tenancy);
    } catch (LockstepException e) {
      failure.addSuppressed(e);
      console.say("%s", LockstepException.messageOf(e) + "\n" + e.remedy());
    }
  }

  private void leave(Tenancy tenancy) {
    if (!tenancy.hasLeft()) {
      return;
    }
    if (options.drop() && !abandoned) {
      tenancy.drop();
      console.say("What was made at your servers has been dropped.");
      return;
    }
    console.say("Left at your servers, for the next 'up' to go on with; to drop it:");
    tenancy.left().forEach(line -> console.say("%s", line));
  }

  private int run(Tenancy tenancy) throws InterruptedException {
    AtomicReference<@Nullable Demo> opened = new AtomicReference<>();
    try (ProcessTree memory = ProcessTree.watch();
        Stack stack = start(tenancy, opened);
        Demo demo = Objects.requireNonNull(opened.get())) {
      return migrate(stack, demo, memory);
    } catch (InterruptedException e) {
      if (stop.isAsked()) {
        console.concludeUnstarted();
        return ExitCode.OK;
      }
      throw e;
    } catch (RuntimeException e) {
      throw rootCause(e);
    }
  }

  private int migrate(Stack stack, Demo demo, ProcessTree memory) throws InterruptedException {
    try {
      sayAddresses(stack);
      long startedMillis = begin(stack, demo);
      trade(stack, demo);
      sayPace(demo.pace());
      console.say("Stopping the shop and letting everything arrive ...");
      DemoOutcome finished = demo.finish(startedMillis, memory.peakMegabytes().orElse(-1));
      PageAnswer page = PageAnswer.of(stack.consoleUrl());
      DemoOutcome outcome = finished.heldAgainst(page);
      console.conclude(outcome);
      console.say("the page: %s", page.prose());
      return outcome.exitCode();
    } catch (RuntimeException e) {
      if (home.shortage().isPresent() || stack.brokenServer().isPresent()) {
        abandoned = true;
        stack.abandon();
      }
      throw e;
    }
  }

  /** All that somebody needs to look at it with tools of their own. */
  private void sayAddresses(Stack stack) {
    console.say("The page: %s", stack.consoleUrl());
    console.say("  Kafka            %s", stack.config().kafka().bootstrapServers());
    console.say("  schema registry  %s", stack.config().registry().url());
    sayServer("source", stack.source(), stack.sourcePasswordFile());
    sayServer("target", stack.target(), stack.targetPasswordFile());
    console.say("  configuration    %s", home.configuration());
  }

  private void sayServer(String role, Site site, Optional<Path> passwordFile) {
    console.say(
        "  %-15s  %s:%d, user %s, %s",
        role,
        site.admin().host(),
        site.admin().port(),
        site.admin().user(),
        passwordFile
            .map(file -> "password in " + file)
            .orElse("your server, schema " + site.schema()));
  }

  /** Without room to write anything fails, each in words of its own: the disk is what to name. */
  private RuntimeException rootCause(RuntimeException failure) {
    Optional<EmbeddedServerException> shortage = home.shortage();
    if (shortage.isEmpty()) {
      return failure;
    }
    shortage.get().addSuppressed(failure);
    return shortage.get();
  }

  private Stack start(Tenancy tenancy, AtomicReference<@Nullable Demo> opened)
      throws InterruptedException {
    console.say(
        "Starting Kafka, the registry, two databases (%s) and the five programs in %s ...",
        options.pair().words(), home.root());
    stop.interruptThisThread(true);
    try {
      if (stop.isAsked()) {
        throw new InterruptedException("Asked to stop before anything was started");
      }
      tenancy.check(options.drop());
      options.pair().note(home);
      tenancy.make();
      DemoSettings settings = demoSettings(tenancy.schemas());
      return Stack.start(
          home,
          options.pair(),
          tenancy.schemas(),
          options.port(),
          clock,
          source -> opened.set(Demo.open(settings, source, clock, console::say)));
    } catch (RuntimeException | InterruptedException e) {
      Optional.ofNullable(opened.get()).ifPresent(Demo::close);
      throw e;
    } finally {
      stop.interruptThisThread(false);
    }
  }

  private DemoSettings demoSettings(Schemas schemas) {
    return new DemoSettings(
        FLOW,
        options.rate(),
        options.corruptions(),
        options.seed(),
        home.root().resolve("demo"),
        schemas.progress());
  }

  /** Lets the shop trade until the pipeline confirms a change; -1 when stopped before. */
  private long begin(Stack stack, Demo demo) throws InterruptedException {
    demo.watch(stack.config().kafka().client(), stack.config().registry().codec());
    demo.trade(stack.target());
    long deadline = System.nanoTime() + FIRST_CHANGE_LIMIT.toNanos();
    while (!stop.isAsked()) {
      OptionalLong confirmed = demo.awaitFirstConfirmed(LOOK);
      if (confirmed.isPresent()) {
        long millis = millisSinceCommand(confirmed.getAsLong());
        LOG.info("First change confirmed after {} ms and {} ms of CPU", millis, cpuMillis());
        console.say("The first change was confirmed %.1f s after the command.", millis / 1000.0);
        return millis;
      }
      requireRunning(stack, demo);
      if (System.nanoTime() > deadline) {
        throw new LockstepException(
            Category.EXTERNAL,
            "No change was confirmed within " + FIRST_CHANGE_LIMIT.toMinutes() + " minutes",
            "See " + home.log() + "; is the machine very busy?");
      }
    }
    return -1;
  }

  private static long cpuMillis() {
    return ProcessHandle.current().info().totalCpuDuration().map(Duration::toMillis).orElse(-1L);
  }

  /** The process is the command: the shell that found Java has become it. */
  private static long millisSinceCommand(long nanos) {
    Instant command = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
    long sinceThen = (System.nanoTime() - nanos) / 1_000_000;
    return Duration.between(command, Instant.now()).toMillis() - sinceThen;
  }

  private void trade(Stack stack, Demo demo) throws InterruptedException {
    if (stop.isAsked()) {
      return;
    }
    console.say("The shop makes %d changes a second (seed %d).", options.rate(), options.seed());
    demo.corrupt(options.corruptionSpread());
    long begun = System.nanoTime();
    long told = begun;
    while (!stop.await(LOOK)) {
      requireRunning(stack, demo);
      long now = System.nanoTime();
      Duration ran = Duration.ofNanos(now - begun);
      if (options.limit().isPresent() && ran.compareTo(options.limit().get()) >= 0) {
        return;
      }
      if (now - told >= STATUS_EVERY.toNanos()) {
        told = now;
        console.say(
            "%s  %,d changes, %,d on their way", clockOf(ran), demo.changes(), demo.pending());
      }
    }
  }

  private void sayPace(PendingSeries pace) {
    long seconds = Math.round(pace.covered(PACE_SECONDS));
    if (seconds >= LEAST_PACE_SECONDS) {
      console.say(
          "The last %d seconds: %,.0f changes a second; what was on its way grew by %,.1f a second.",
          seconds, pace.changesPerSecond(PACE_SECONDS), pace.growthPerSecond(PACE_SECONDS));
    }
  }

  private static String clockOf(Duration ran) {
    return String.format(Locale.ROOT, "%02d:%02d", ran.toMinutes(), ran.toSecondsPart());
  }

  private void requireRunning(Stack stack, Demo demo) {
    home.shortage()
        .ifPresent(
            shortage -> {
              throw shortage;
            });
    stack
        .failure()
        .ifPresent(
            failure -> {
              throw failure;
            });
    demo.failure()
        .ifPresent(
            cause -> {
              throw new LockstepException(
                  Category.EXTERNAL,
                  "The demo broke off: " + LockstepException.messageOf(cause),
                  "See " + home.log() + "; start again to go on.",
                  cause);
            });
  }
}
