package dev.lockstep.producers.source.mariadb;

import dev.lockstep.producers.source.event.TransactionSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Newest transaction of each domain, as in {@code 0-17-5,3-17-1}: domain, server, sequence. Within
 * a domain the sequence rises.
 */
public final class MariaDbTransactions implements TransactionSet {

  private final Map<String, Long> newest = new HashMap<>();

  @Override
  public void add(String transactions) {
    sequences(transactions)
        .forEach((domain, sequence) -> newest.merge(domain, sequence, Math::max));
  }

  @Override
  public boolean reaches(String transactions) {
    Map<String, Long> others = sequences(transactions);
    return !others.isEmpty()
        && others.entrySet().stream()
            .allMatch(end -> newest.getOrDefault(end.getKey(), -1L) >= end.getValue());
  }

  private static Map<String, Long> sequences(String list) {
    Map<String, Long> sequences = new HashMap<>();
    for (String transaction : list.split(",")) {
      int first = transaction.indexOf('-');
      int second = transaction.indexOf('-', first + 1);
      if (first > 0 && second > 0) {
        sequences.merge(
            transaction.substring(0, first).trim(),
            Long.parseLong(transaction.substring(second + 1).trim()),
            Math::max);
      }
    }
    return sequences;
  }
}
