package dev.lockstep.launcher.demo.shop;

import dev.lockstep.launcher.demo.shop.ShopTransaction.Probe;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the shop busy at a steady rate from a few connections, each with rows of its own.
 *
 * <p>{@link #changes} counts row changes whose commit has returned, exactly. A worker that fails
 * stops all; the reason is kept. After a crash nothing is left behind that the next start does not
 * read back from the database.
 */
public final class Workload implements AutoCloseable {

  static final int WORKERS = 2;

  private static final Duration CATCH_UP = Duration.ofSeconds(1);
  private static final long SAMPLE_EVERY_NANOS = 50_000_000;

  /** Told of committed probe rows, on the worker's thread: must not block. */
  public interface CommitListener {
    void committed(String table, long id, long version, long committedNanos, long changesSoFar);
  }

  /** Changes a second before the shop becomes busy. */
  private static final int QUIET_RATE = 40;

  private final ShopAccess shop;
  private final int rate;
  private final InstantSource clock;
  private final CommitListener listener;
  private final LongAdder changes = new LongAdder();
  private final LongAdder forgiven = new LongAdder();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean busy;
  private volatile boolean stopping;
  private volatile @Nullable Throwable failure;

  private Workload(ShopAccess shop, int rate, InstantSource clock, CommitListener listener) {
    this.shop = shop;
    this.rate = rate;
    this.clock = clock;
    this.listener = listener;
  }

  public static Workload start(
      ShopAccess shop, int rate, long seed, InstantSource clock, CommitListener listener) {
    Workload workload = new Workload(shop, rate, clock, listener);
    for (int worker = 0; worker < WORKERS; worker++) {
      int number = worker;
      Thread thread =
          new Thread(() -> workload.guarded(number, seed), "lockstep-demo-shop-" + worker);
      thread.setDaemon(true);
      workload.threads.add(thread);
    }
    workload.threads.forEach(Thread::start);
    return workload;
  }

  /**
   * Goes to the full rate. Until then the shop makes few changes: enough to see the first one
   * arrive, and no backlog for a pipeline that is still starting on the same processors.
   */
  public void becomeBusy() {
    busy = true;
    threads.forEach(LockSupport::unpark);
  }

  /** Committed row changes so far; a key update counts as two. */
  public long changes() {
    return changes.sum();
  }

  /** Changes that were due but never made, for the source was too slow for the rate. */
  public long forgiven() {
    return forgiven.sum();
  }

  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  private void guarded(int worker, long seed) {
    try {
      work(worker, seed);
    } catch (SQLException | RuntimeException e) {
      failure = e;
      stopping = true;
    }
  }

  private void work(int worker, long seed) throws SQLException {
    OwnedRows rows;
    try (var connection = shop.connect()) {
      rows = OwnedRows.read(connection, worker, WORKERS);
    }
    // Microseconds since 1970 rise from start to start, and faster than any worker makes versions.
    long firstVersion = clock.millis() * 1000;
    SplittableRandom random = new SplittableRandom(seed * WORKERS + worker);
    ShopTraffic traffic = new ShopTraffic(random, clock, rows, firstVersion);
    try (ShopTransactions transactions =
        new ShopTransactions(
            shop.connect(Map.of("useServerPrepStmts", "true", "useBulkStmts", "true")))) {
      run(traffic, transactions);
    }
  }

  private void run(ShopTraffic traffic, ShopTransactions transactions) throws SQLException {
    run(traffic, transactions, Math.min(rate, QUIET_RATE), () -> busy);
    run(traffic, transactions, rate, () -> false);
  }

  private void run(
      ShopTraffic traffic, ShopTransactions transactions, int perSecond, BooleanSupplier over)
      throws SQLException {
    double share = (double) perSecond / WORKERS;
    int size = Math.clamp(Math.round(share / 100), 4, 50);
    Pacer pacer = new Pacer(share, CATCH_UP, System.nanoTime());
    long sampled = 0;
    while (!stopping && !over.getAsBoolean()) {
      ShopTransaction transaction = traffic.next(size);
      transactions.execute(transaction);
      long now = System.nanoTime();
      int count = transaction.changeCount();
      changes.add(count);
      if (now - sampled >= SAMPLE_EVERY_NANOS && transaction.probe().isPresent()) {
        sampled = now;
        Probe probe = transaction.probe().get();
        listener.committed(probe.table(), probe.id(), probe.version(), now, changes.sum());
      }
      long wait = pacer.waitAfter(count, System.nanoTime());
      if (wait > 0) {
        LockSupport.parkNanos(wait);
      }
    }
    forgiven.add(pacer.forgiven());
  }

  /** Stops after the transactions under way. */
  @Override
  public void close() {
    stopping = true;
    threads.forEach(LockSupport::unpark);
    boolean interrupted = false;
    for (Thread thread : threads) {
      try {
        thread.join(Duration.ofSeconds(30));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
