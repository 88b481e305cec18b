package dev.lockstep.producers.source.event;

import java.util.Map;

/** Where a source would go on reading, in words of its own. */
public interface LogOffset {

  /** The place in the log; the start of the transaction that is open there. */
  LogPlace place();

  /** What the source is opened with to go on from the start of the transaction that is open. */
  Map<String, Object> resume();

  /** Transactions that have been read in whole, as the source names them. */
  String transactions();

  /** The transaction that is open; empty when none is. */
  String transaction();
}
