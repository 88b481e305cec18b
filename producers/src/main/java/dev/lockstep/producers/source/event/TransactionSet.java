package dev.lockstep.producers.source.event;

/**
 * Transactions of a log, which only its source knows how to tell apart. Not for several threads.
 */
public interface TransactionSet {

  /**
   * Adds transactions that were read.
   *
   * @param transactions as the source names them, one or many; what is not of its form is passed
   *     over, since that can only make less known
   */
  void add(String transactions);

  /** Whether all of these are among them; never so when there are none. */
  boolean reaches(String transactions);
}
