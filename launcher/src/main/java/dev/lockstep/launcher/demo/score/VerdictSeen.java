package dev.lockstep.launcher.demo.score;

import java.util.List;

/**
 * One record of the verdict topic, as a plain consumer received it.
 *
 * @param kind what is wrong with the row, as the topic names it
 * @param columns differing columns, sorted
 * @param earlier it lay in the topic before this run began
 * @param seenNanos monotonic clock when it was received
 */
public record VerdictSeen(
    String id,
    String table,
    String key,
    String kind,
    boolean open,
    List<String> columns,
    boolean earlier,
    long seenNanos) {

  public VerdictSeen {
    columns = List.copyOf(columns);
  }

  String row() {
    return table + " " + key;
  }
}
