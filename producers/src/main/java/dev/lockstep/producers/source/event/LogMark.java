package dev.lockstep.producers.source.event;

/**
 * A place within one transaction of the log: how many events of the transaction lie before it, how
 * many rows of the event then being read, and how many records came from that row before (a changed
 * key makes two). Counted from the transaction's own start, so the same in every reading.
 */
public record LogMark(String transaction, long event, long row, int part) {

  /** Whether this place has been read, when the other was the last one read. */
  public boolean isAtOrBefore(LogMark last) {
    if (!transaction.equals(last.transaction) || event != last.event) {
      return transaction.equals(last.transaction) && event < last.event;
    }
    return row != last.row ? row < last.row : part <= last.part;
  }

  public boolean isSameRow(LogMark other) {
    return transaction.equals(other.transaction) && event == other.event && row == other.row;
  }

  /** The next record of the same row. */
  public LogMark after(LogMark previous) {
    return new LogMark(transaction, event, row, previous.part + 1);
  }
}
