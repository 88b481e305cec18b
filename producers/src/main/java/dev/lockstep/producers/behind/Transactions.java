package dev.lockstep.producers.behind;

import java.util.HashMap;
import java.util.Map;

/**
 * Newest transaction of each domain, as in {@code 0-17-5,3-17-1}: domain, server, sequence. Within
 * a domain the sequence rises.
 */
record Transactions(Map<String, Long> sequences) {

  static final Transactions NONE = new Transactions(Map.of());

  public Transactions {
    sequences = Map.copyOf(sequences);
  }

  /** What is not of that form is passed over: it can only make less known. */
  static Transactions of(String list) {
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
    return new Transactions(sequences);
  }

  Transactions and(Transactions others) {
    Map<String, Long> all = new HashMap<>(sequences);
    others.sequences.forEach((domain, sequence) -> all.merge(domain, sequence, Math::max));
    return new Transactions(all);
  }

  /** Whether all of the others are among those up to these; never so when there are none. */
  boolean reach(Transactions others) {
    return !others.sequences.isEmpty()
        && others.sequences.entrySet().stream()
            .allMatch(end -> sequences.getOrDefault(end.getKey(), -1L) >= end.getValue());
  }
}
