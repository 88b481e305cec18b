package dev.lockstep.console.view;

import dev.lockstep.console.answer.ReaderStatus;
import dev.lockstep.console.fact.FactKinds;
import dev.lockstep.flow.Configured;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.config.LockstepConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the view up to date on a thread of its own and publishes snapshots of it.
 *
 * <p>Invariants: (1) trouble with Kafka or the registry is shown in the snapshot and tried again,
 * never fatal; (2) after trouble, reading goes on at the first record not folded, so nothing is
 * left out; (3) a snapshot is published at least every {@link #MAX_SILENCE}, so staleness is judged
 * even when nothing comes.
 *
 * <p>Threads: one writes; {@link #snapshot()} may be called by any. A crash leaves nothing behind.
 */
public final class LiveView implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LiveView.class);

  /** Snapshots follow each other no faster, however many facts come. */
  static final Duration MIN_PAUSE = Duration.ofMillis(100);

  /** Nor slower. */
  static final Duration MAX_SILENCE = Duration.ofMillis(500);

  private static final int TELL_AT_FAILURE = 3;
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);

  private final ConsoleView view;
  private final ViewReader reader;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Clock clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private int failures;
  private volatile Snapshot snapshot;
  private volatile @Nullable Throwable failure;
  private volatile @Nullable Consumer<byte[], byte[]> consumer;

  private LiveView(LockstepConfig config, FactKinds kinds, Clock clock) {
    this.clock = clock;
    view = new ConsoleView(config.flows().values(), kinds, config.alerts().lagWarning());
    consumers = () -> FactConsumers.create(config.kafka());
    FactDecoder decoder =
        new FactDecoder(
            config.registry().codec(), kinds, new Configured(config.flows().values()), view);
    reader =
        new ViewReader(decoder, new FactTopics(kinds), clock, config.kafka().bootstrapServers());
    snapshot = view.snapshot(ReaderStatus.STARTING, clock.instant());
    thread = Thread.ofPlatform().name("lockstep-console-view").daemon().unstarted(this::run);
  }

  /** Starts reading; returns at once, whether Kafka answers or not. */
  public static LiveView start(LockstepConfig config, FactKinds kinds, Clock clock) {
    LiveView live = new LiveView(config, kinds, clock);
    live.thread.start();
    return live;
  }

  /** The newest picture. */
  public Snapshot snapshot() {
    return snapshot;
  }

  /** Why reading ended by itself; empty while it goes on. */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  private void run() {
    try {
      while (!isClosing()) {
        try (Consumer<byte[], byte[]> current = consumers.get()) {
          consumer = current;
          read(current);
        } catch (KafkaException e) {
          if (!isClosing()) {
            trouble(e);
            closing.await(RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      log.error("The console's view ended", e);
      failure = e;
    } finally {
      reader.close();
    }
  }

  /** The page says it; only trouble that lasts is worth a line to whoever started it. */
  private void trouble(KafkaException problem) {
    failures = reader.status().caughtUp() ? 1 : failures + 1;
    if (failures == TELL_AT_FAILURE) {
      log.warn("Reading topics fails, trying on: {}", LockstepException.messageOf(problem));
    } else {
      log.info("Reading topics failed, trying again", problem);
    }
    reader.trouble(problem);
    publish();
  }

  private void read(Consumer<byte[], byte[]> current) {
    reader.resume(current);
    long publishedNanos = System.nanoTime();
    long publishedRevision = -1;
    while (!isClosing()) {
      reader.step(current, MIN_PAUSE);
      long quietNanos = System.nanoTime() - publishedNanos;
      boolean news = view.revision() != publishedRevision;
      if (quietNanos >= MAX_SILENCE.toNanos() || news && quietNanos >= MIN_PAUSE.toNanos()) {
        publish();
        publishedNanos = System.nanoTime();
        publishedRevision = view.revision();
      }
    }
  }

  private void publish() {
    snapshot = view.snapshot(reader.status(), clock.instant());
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  @Override
  public void close() {
    closing.countDown();
    Consumer<byte[], byte[]> current = consumer;
    if (current != null) {
      current.wakeup();
    }
    try {
      if (!thread.join(CLOSE_WAIT)) {
        log.warn("The console's view did not end within {}", CLOSE_WAIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
