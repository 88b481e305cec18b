package dev.lockstep.console.live;

import dev.lockstep.console.view.Snapshot;
import java.util.concurrent.atomic.AtomicBoolean;

/** One client: what it has, and whether a message to it is under way. */
final class LiveClient {

  private final ClientChannel channel;
  private final AtomicBoolean sending = new AtomicBoolean();
  private volatile long revision = LiveMessages.NOTHING;
  private volatile long offeredNanos;

  LiveClient(ClientChannel channel, long nowNanos) {
    this.channel = channel;
    offeredNanos = nowNanos;
  }

  long revision() {
    return revision;
  }

  /** It has taken the last message, and there is news or it is time for a sign of life. */
  boolean isDue(Snapshot snapshot, long nowNanos) {
    return !sending.get()
        && (snapshot.revision() != revision
            || nowNanos - offeredNanos >= LiveClients.HEARTBEAT.toNanos());
  }

  boolean hasLostPatience(long nowNanos) {
    return sending.get() && nowNanos - offeredNanos > LiveClients.PATIENCE.toNanos();
  }

  void offer(Snapshot snapshot, String message, long nowNanos) {
    if (!sending.compareAndSet(false, true)) {
      return;
    }
    offeredNanos = nowNanos;
    revision = snapshot.revision();
    channel.send(message, () -> sending.set(false));
  }

  void cutOff() {
    channel.disconnect();
  }
}
