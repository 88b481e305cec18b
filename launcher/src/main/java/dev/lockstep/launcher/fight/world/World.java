package dev.lockstep.launcher.fight.world;

import dev.lockstep.launcher.fight.court.Ledger;
import dev.lockstep.launcher.fight.court.Trouble;
import dev.lockstep.launcher.fight.note.Journal;
import dev.lockstep.launcher.fight.plan.Act.Memory;
import dev.lockstep.launcher.fight.plan.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of a fight, and what happens to them.
 *
 * <p>Each part has a lock, held for the whole of a trouble: one trouble at a time for each part,
 * and a second one that comes meanwhile does not take place. A part that is wanted and gone though
 * nobody ended it is noted and started again, as a supervisor does. Closing kills what still runs.
 * When this process is killed its children stay: the record names them. Thread-safe.
 */
public final class World implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(World.class);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration AGAIN = Duration.ofSeconds(2);

  /** A part that ended by itself. */
  public record Ended(Part part, String lastWords) {}

  private final Place place;
  private final Journal journal;
  private final Ledger ledger;
  private final Map<Part, Running> running = new EnumMap<>(Part.class);
  private final Map<Part, ReentrantLock> locks = new EnumMap<>(Part.class);
  private final Set<Part> wanted = EnumSet.noneOf(Part.class);
  private final List<Ended> ended = new ArrayList<>();
  private final ScheduledExecutorService supervisor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("lockstep-fight-supervisor").factory());

  public World(Place place, Journal journal, Ledger ledger) {
    this.place = place;
    this.journal = journal;
    this.ledger = ledger;
    for (Part part : Part.values()) {
      locks.put(part, new ReentrantLock());
    }
    supervisor.scheduleWithFixedDelay(
        this::supervise, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Starts these parts, in their order; what runs already is left alone. */
  public void start(Collection<Part> parts) throws IOException {
    for (Part part : parts) {
      ReentrantLock lock = lock(part);
      lock.lock();
      try {
        want(part, true);
        if (current(part).filter(Running::isAlive).isEmpty()) {
          launch(part);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Ends a part by SIGKILL and starts it again after a while. */
  public void kill(Part part, Duration down) throws IOException, InterruptedException {
    trouble(part, "kill", () -> current(part).ifPresent(Running::kill), down, () -> launch(part));
  }

  /** Stops a part in order, or does not start it, and starts it after a while. */
  public void stop(Part part, Duration down) throws IOException, InterruptedException {
    trouble(part, "stop", () -> current(part).ifPresent(Running::stop), down, () -> launch(part));
  }

  /** Lets a part hang for a while. */
  public void hang(Part part, Duration time) throws IOException, InterruptedException {
    Optional<Running> process = current(part);
    if (process.isPresent()) {
      trouble(part, "hang", process.get()::suspend, time, process.get()::proceed);
    }
  }

  /** Sets the clock of a program, and sets it right again. */
  public void stepClock(Part part, long byMillis, Duration time)
      throws IOException, InterruptedException {
    trouble(
        part,
        Trouble.CLOCK,
        () -> Files.writeString(place.clock(part), Long.toString(byMillis)),
        time,
        () -> Files.deleteIfExists(place.clock(part)));
  }

  /** Stops the topology, takes its state, and starts it again. */
  public void forget(Memory memory, Duration down) throws IOException, InterruptedException {
    Oblivion oblivion = new Oblivion(place.config());
    trouble(
        Part.STREAMS,
        "forget-" + memory,
        () -> {
          current(Part.STREAMS).ifPresent(Running::stop);
          oblivion.forgetLocally(place.state());
          if (memory == Memory.ALL) {
            oblivion.forgetInKafka();
          }
        },
        down,
        () -> launch(Part.STREAMS));
  }

  private interface Deed {
    void run() throws IOException, InterruptedException;
  }

  private void trouble(Part part, String what, Deed begin, Duration time, Deed end)
      throws IOException, InterruptedException {
    ReentrantLock lock = lock(part);
    if (!lock.tryLock()) {
      journal.note("trouble-skipped", "part", part.word(), "what", what);
      return;
    }
    try {
      Runnable over = ledger.begin(part, what);
      journal.note("trouble", "part", part.word(), "what", what, "millis", time.toMillis());
      begin.run();
      try {
        Thread.sleep(time);
      } finally {
        end.run();
        over.run();
        journal.note("trouble-over", "part", part.word(), "what", what);
      }
    } finally {
      lock.unlock();
    }
  }

  private void launch(Part part) throws IOException {
    want(part, true);
    Running started = place.start(part);
    synchronized (running) {
      running.put(part, started);
    }
    journal.note("started", "part", part.word(), "pid", started.pid());
  }

  private void supervise() {
    for (Part part : Part.values()) {
      ReentrantLock lock = lock(part);
      if (isWanted(part) && lock.tryLock()) {
        try {
          Optional<Running> process = current(part);
          if (process.isPresent() && !process.get().isAlive() && isWanted(part)) {
            restart(part, process.get());
          }
        } catch (IOException | RuntimeException e) {
          LOG.warn("{} cannot be started again: {}", part.word(), e.getMessage());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        } finally {
          lock.unlock();
        }
      }
    }
  }

  private void restart(Part part, Running gone) throws IOException, InterruptedException {
    Runnable over = ledger.begin(part, "ended by itself");
    String words = gone.lastWords();
    journal.note("ended-by-itself", "part", part.word(), "words", words);
    synchronized (ended) {
      ended.add(new Ended(part, words));
    }
    Thread.sleep(AGAIN);
    launch(part);
    over.run();
  }

  /** Parts that ended by themselves since the last time that this was asked. */
  public List<Ended> ended() {
    synchronized (ended) {
      List<Ended> all = List.copyOf(ended);
      ended.clear();
      return all;
    }
  }

  private ReentrantLock lock(Part part) {
    ReentrantLock lock = locks.get(part);
    if (lock == null) {
      throw new IllegalStateException("No such part: " + part);
    }
    return lock;
  }

  private Optional<Running> current(Part part) {
    synchronized (running) {
      return Optional.ofNullable(running.get(part));
    }
  }

  private void want(Part part, boolean yes) {
    synchronized (wanted) {
      if (yes) {
        wanted.add(part);
      } else {
        wanted.remove(part);
      }
    }
  }

  private boolean isWanted(Part part) {
    synchronized (wanted) {
      return wanted.contains(part);
    }
  }

  @Override
  public void close() {
    for (Part part : Part.values()) {
      want(part, false);
    }
    supervisor.shutdownNow();
    List<Part> parts = List.of(Part.values()).reversed();
    for (Part part : parts) {
      current(part).filter(Running::isAlive).ifPresent(Running::kill);
    }
  }
}
