package dev.lockstep.producers.source.connect;

import dev.lockstep.producers.source.event.LogOffset;
import dev.lockstep.producers.source.event.LogPlace;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A binlog connector's offset. The connector always starts at the first event of a transaction: its
 * own way of skipping is not used, since it stores offsets while skipping that would publish twice
 * after a second crash, and since a reconnect of its log client does not skip at all.
 */
public record ConnectorOffset(Map<String, ?> words) implements LogOffset {

  public static final ConnectorOffset NONE = new ConnectorOffset(Map.of());

  public static final String TRANSACTION_ID = "transaction_id";
  public static final String EVENT = "event";
  public static final String ROW = "row";
  private static final String GTIDS = "gtids";

  @Override
  public LogPlace place() {
    // Never the log's start for want of a place: rows read beside it would pass for newer.
    return LogPlace.of(words)
        .orElseThrow(() -> new IllegalStateException("The connector tells no place: " + words));
  }

  @Override
  public Map<String, Object> resume() {
    Map<String, Object> resume = new TreeMap<>(words);
    resume
        .keySet()
        .removeIf(
            key ->
                key.equals(EVENT)
                    || key.equals(ROW)
                    || key.startsWith("transaction_")
                    || key.startsWith("incremental_snapshot"));
    if (isCountedTooEarly()) {
      // Without the set it goes on by file and position, or from where the log begins.
      resume.remove(GTIDS);
    }
    return resume;
  }

  /**
   * The same without transactions: of a server that gives them no ids and tells some all the same.
   */
  public ConnectorOffset withoutTransactions() {
    Map<String, Object> fewer = new HashMap<>(words);
    return fewer.remove(GTIDS) == null ? this : new ConnectorOffset(fewer);
  }

  /** The first transaction that a server ever logged counts as done from its first event on. */
  private boolean isCountedTooEarly() {
    String open = transaction();
    return !open.isEmpty()
        && Arrays.stream(Objects.toString(words.get(GTIDS), "").split(","))
            .anyMatch(done -> done.equals(open) || done.equals(alone(open)));
  }

  /** MySQL's set of a single transaction: from its number to its number. */
  private static String alone(String transaction) {
    return transaction + "-" + transaction.substring(transaction.lastIndexOf(':') + 1);
  }

  @Override
  public String transactions() {
    return Objects.toString(words.get(GTIDS), "");
  }

  @Override
  public String transaction() {
    return Objects.toString(words.get(TRANSACTION_ID), "");
  }
}
