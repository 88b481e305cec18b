package dev.lockstep.producers.source.binlog;

import com.github.shyiko.mysql.binlog.event.Event;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Commit seconds by transaction, listened for at the log client: the connector's own records carry
 * the second of the event before. Written by the log's thread, read and emptied by the capture's.
 *
 * <p>Both see transactions in the log's order, so whoever asks for one is done with all before it.
 * Those that nobody asks for, as they concern no captured table, are bounded by {@code most}: more
 * than the connector's queue holds, so that the oldest is never one still to come.
 */
final class CommitClock {

  private final BinlogDialect dialect;
  private final int most;
  private final Map<String, Instant> commits = new LinkedHashMap<>();

  CommitClock(BinlogDialect dialect, int most) {
    this.dialect = dialect;
    this.most = most;
  }

  void onEvent(Event event) {
    LogEvents.each(event, this::note);
  }

  private void note(Event event) {
    BinlogDialect.Begun begun = dialect.begun(event);
    if (begun != null) {
      committed(begun.id(), begun.committed());
    }
  }

  private synchronized void committed(String transaction, Instant at) {
    commits.put(transaction, at);
    if (commits.size() > most) {
      Iterator<String> oldest = commits.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** Forgets the transactions before this one; empty when its log event went by unseen. */
  synchronized Optional<Instant> commitOf(String transaction) {
    @Nullable Instant at = commits.get(transaction);
    if (at == null) {
      return Optional.empty();
    }
    Iterator<String> passed = commits.keySet().iterator();
    while (!passed.next().equals(transaction)) {
      passed.remove();
    }
    return Optional.of(at);
  }

  synchronized int size() {
    return commits.size();
  }
}
