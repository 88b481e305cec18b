package dev.lockstep.console.live;

import dev.lockstep.console.view.LiveView;
import dev.lockstep.console.view.Snapshot;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All clients of the WebSocket, served by one thread that looks at the newest snapshot every {@link
 * #TICK}.
 *
 * <p>Invariants: (1) a client has at most one message under way, so memory is bounded by clients
 * times one message; (2) what a slow client missed is in its next message, merged; (3) a client
 * that does not take a message within {@link #PATIENCE} is cut off; (4) at most {@link
 * #MAX_CLIENTS}.
 *
 * <p>Even when nothing is new a message goes out each {@link #HEARTBEAT}, so that the page can tell
 * quiet from dead.
 */
public final class LiveClients implements AutoCloseable {

  /** At most five messages a second. */
  static final Duration TICK = Duration.ofMillis(200);

  static final Duration HEARTBEAT = Duration.ofSeconds(1);
  static final Duration PATIENCE = Duration.ofSeconds(20);
  static final int MAX_CLIENTS = 100;

  private static final Logger log = LoggerFactory.getLogger(LiveClients.class);

  private final Supplier<Snapshot> view;
  private final Map<String, LiveClient> clients = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  LiveClients(Supplier<Snapshot> view) {
    this.view = view;
    thread = Thread.ofPlatform().name("lockstep-console-live").daemon().unstarted(this::run);
  }

  /** Starts serving clients from a view. */
  public static LiveClients start(LiveView view) {
    LiveClients clients = new LiveClients(view::snapshot);
    clients.thread.start();
    return clients;
  }

  /**
   * Takes a client; it is sent the whole at once.
   *
   * @return false when there is no room
   */
  public boolean join(String id, ClientChannel channel) {
    if (closing.getCount() == 0 || clients.size() >= MAX_CLIENTS) {
      return false;
    }
    LiveClient client = new LiveClient(channel, System.nanoTime());
    clients.put(id, client);
    Snapshot snapshot = view.get();
    client.offer(snapshot, LiveMessages.since(LiveMessages.NOTHING, snapshot), System.nanoTime());
    return true;
  }

  public void leave(String id) {
    clients.remove(id);
  }

  int size() {
    return clients.size();
  }

  private void run() {
    try {
      while (!closing.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          tick(System.nanoTime());
        } catch (RuntimeException e) {
          log.warn("A round of live messages failed", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One round: everyone who is ready and has something to hear. */
  void tick(long nowNanos) {
    Snapshot snapshot = view.get();
    // Clients that keep up all stand at the same revision: their message is made once.
    Map<Long, String> messages = new HashMap<>();
    clients.forEach(
        (id, client) -> {
          if (client.hasLostPatience(nowNanos)) {
            clients.remove(id);
            client.cutOff();
          } else if (client.isDue(snapshot, nowNanos)) {
            String message =
                messages.computeIfAbsent(
                    client.revision(), since -> LiveMessages.since(since, snapshot));
            client.offer(snapshot, message, nowNanos);
          }
        });
  }

  @Override
  public void close() {
    closing.countDown();
    clients.values().forEach(LiveClient::cutOff);
    clients.clear();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
