package dev.lockstep.launcher.demo.score;

import dev.lockstep.launcher.demo.shop.ShopAccess;
import dev.lockstep.launcher.demo.shop.Workload;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Measures lag from outside: a sample of the workload's rows, from the moment their commit has
 * returned at the source until a plain reader sees them on the target. One monotonic clock, one
 * connection, a look every few milliseconds, only while something is awaited.
 *
 * <p>A row which the injector has deleted would be awaited for ever. It is set aside once it is
 * gone from the target while much younger changes have arrived, and whoever asks must account for
 * it. Samples come from the workload's threads; all else happens on the probe's own.
 */
public final class LagProbe implements Workload.CommitListener, AutoCloseable {

  private static final Duration LOOK_EVERY = Duration.ofMillis(5);
  private static final Duration NOT_READY = Duration.ofMillis(100);
  private static final long SET_ASIDE_NANOS = 5_000_000_000L;
  private static final long LOOK_ASIDE_NANOS = 500_000_000L;
  private static final int AT_ONCE = 200;
  private static final int MOST_AWAITED = 100_000;

  /** A row whose arrival is awaited. */
  public record Sample(
      String table, long id, long version, long committedNanos, long changesSoFar) {}

  private final ShopAccess target;
  private final LongSupplier nanoClock;
  private final ConcurrentLinkedQueue<Sample> incoming = new ConcurrentLinkedQueue<>();
  private final Deque<Sample> awaited = new ArrayDeque<>();
  private final Set<Sample> setAside = new LinkedHashSet<>();
  private final Histogram micros = new Histogram(3_600_000_000L, 3);
  private final Thread thread;
  private long measuredFrom = Long.MAX_VALUE;
  private long lookedAside;
  private OptionalLong newestSeen = OptionalLong.empty();
  private volatile boolean stopping;
  private volatile @Nullable Throwable failure;

  private LagProbe(ShopAccess target, LongSupplier nanoClock) {
    this.target = target;
    this.nanoClock = nanoClock;
    this.thread = new Thread(this::run, "lockstep-demo-lag-probe");
    thread.setDaemon(true);
  }

  /** Starts looking at the target, whose tables need not be there yet. */
  public static LagProbe start(ShopAccess target) {
    LagProbe probe = new LagProbe(target, System::nanoTime);
    probe.thread.start();
    return probe;
  }

  @Override
  public void committed(
      String table, long id, long version, long committedNanos, long changesSoFar) {
    incoming.add(new Sample(table, id, version, committedNanos, changesSoFar));
  }

  /** Lag counts from now on: what was committed before had to wait for the pipeline to start. */
  public synchronized void measureFromNow() {
    measuredFrom = Math.min(measuredFrom, nanoClock.getAsLong());
  }

  /** Lag in milliseconds at a percentile; 0 when nothing was measured. */
  public synchronized double percentileMillis(double percentile) {
    return micros.getTotalCount() == 0 ? 0 : micros.getValueAtPercentile(percentile) / 1e3;
  }

  public synchronized double maxMillis() {
    return micros.getTotalCount() == 0 ? 0 : micros.getMaxValue() / 1e3;
  }

  public synchronized long samples() {
    return micros.getTotalCount();
  }

  /**
   * Changes committed at the source since the oldest that has not arrived; 0 when all sampled have.
   */
  public synchronized long pending(long changesNow) {
    Sample oldest = awaited.peekFirst();
    if (oldest == null) {
      oldest = incoming.peek();
    }
    return oldest == null ? 0 : Math.max(1, changesNow - oldest.changesSoFar());
  }

  /** Samples that were not seen to arrive: set aside, or still awaited. */
  public synchronized List<Sample> unseen() {
    List<Sample> unseen = new ArrayList<>(setAside);
    unseen.addAll(awaited);
    unseen.addAll(incoming);
    return List.copyOf(unseen);
  }

  /** Why it can measure no more, if so. */
  public @Nullable Throwable failure() {
    return failure;
  }

  private void run() {
    while (!stopping) {
      try (Connection connection = target.connect()) {
        while (!stopping) {
          Thread.sleep(look(connection));
        }
      } catch (SQLException e) {
        failure = e;
        sleepQuietly(NOT_READY);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private Duration look(Connection connection) throws SQLException {
    List<Sample> wanted = wanted();
    if (wanted.isEmpty()) {
      return LOOK_EVERY;
    }
    Map<String, Map<Long, Long>> versions = new HashMap<>();
    try {
      for (String table : wanted.stream().map(Sample::table).distinct().toList()) {
        versions.put(table, versions(connection, table, wanted));
      }
    } catch (SQLException e) {
      // The table may not be there before the sink has made it; nor the schema, on connecting.
      if (e.getErrorCode() == 1146) {
        return NOT_READY;
      }
      throw e;
    }
    settle(wanted, versions);
    failure = null;
    return LOOK_EVERY;
  }

  /** The oldest of those awaited; now and then also those set aside, for a row may come back. */
  private synchronized List<Sample> wanted() {
    for (Sample sample = incoming.poll(); sample != null; sample = incoming.poll()) {
      if (awaited.size() < MOST_AWAITED) {
        awaited.add(sample);
      }
    }
    List<Sample> wanted = new ArrayList<>(awaited.stream().limit(AT_ONCE).toList());
    long now = nanoClock.getAsLong();
    if (!setAside.isEmpty() && now - lookedAside > LOOK_ASIDE_NANOS) {
      lookedAside = now;
      wanted.addAll(setAside);
    }
    return wanted;
  }

  private static Map<Long, Long> versions(Connection connection, String table, List<Sample> wanted)
      throws SQLException {
    String ids =
        wanted.stream()
            .filter(sample -> sample.table().equals(table))
            .map(sample -> Long.toString(sample.id()))
            .distinct()
            .collect(Collectors.joining(","));
    String sql = "SELECT id, version FROM " + table + " WHERE id IN (" + ids + ")";
    Map<Long, Long> versions = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        versions.put(found.getLong(1), found.getLong(2));
      }
    }
    return versions;
  }

  private synchronized void settle(List<Sample> wanted, Map<String, Map<Long, Long>> versions) {
    long now = nanoClock.getAsLong();
    Set<Sample> arrived = new HashSet<>();
    Set<Sample> gone = new HashSet<>();
    for (Sample sample : wanted) {
      Long version = versions.getOrDefault(sample.table(), Map.of()).get(sample.id());
      if (version != null && version >= sample.version()) {
        arrived.add(sample);
        newestSeen =
            OptionalLong.of(Math.max(newestSeen.orElse(Long.MIN_VALUE), sample.committedNanos()));
        record(sample, now);
      } else if (version == null && muchYoungerWasSeen(sample)) {
        gone.add(sample);
      }
    }
    awaited.removeIf(sample -> arrived.contains(sample) || gone.contains(sample));
    setAside.addAll(gone);
    setAside.removeAll(arrived);
  }

  private boolean muchYoungerWasSeen(Sample sample) {
    return newestSeen.isPresent()
        && newestSeen.getAsLong() - sample.committedNanos() > SET_ASIDE_NANOS;
  }

  private void record(Sample sample, long now) {
    if (sample.committedNanos() >= measuredFrom) {
      long lag = Math.max(0, now - sample.committedNanos()) / 1000;
      micros.recordValue(Math.min(lag, micros.getHighestTrackableValue()));
    }
  }

  private static void sleepQuietly(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stopping = true;
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
