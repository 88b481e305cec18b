package dev.lockstep.producers.publish;

import dev.lockstep.producers.source.event.LogPlace;
import dev.lockstep.schema.event.PendingReread;
import dev.lockstep.schema.topic.TableName;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * One table being read anew while its changes go by: knows which rows that were read are older than
 * what the log has told since.
 *
 * <p>A row was read in a transaction that saw all the log up to a place and nothing behind it. It
 * may be published once the log has been published up to there, unless a change of its key from
 * behind that place has been published already (invariant: nothing older over newer). So the place
 * of each key's last change is kept until a later transaction of the reader has seen it, and no
 * more of them than {@link #MOST_KEYS}. Belongs to the capture's thread.
 */
public final class Rereading {

  /** With more changes than this during one transaction of the reader it begins anew. */
  static final int MOST_KEYS = 200_000;

  private final PendingReread entry;
  private final TableName table;
  private final Map<ByteBuffer, LogPlace> changed = new HashMap<>();
  private LogPlace emptied = LogPlace.START;
  private LogPlace seen = LogPlace.START;
  private int definitions;
  private long rows;

  Rereading(PendingReread entry) {
    this.entry = entry;
    this.table = TableName.parse(entry.getTable());
  }

  PendingReread entry() {
    return entry;
  }

  public TableName table() {
    return table;
  }

  /** Why it is read, for people. */
  public String reason() {
    return entry.getReason();
  }

  /** Whether all tables of the endpoint are read. */
  public boolean isOfAll() {
    return entry.getWhole();
  }

  /** Rows published so far. */
  public long rows() {
    return rows;
  }

  /** How often the table was defined anew meanwhile: what is read on the way then is not usable. */
  public int definitions() {
    return definitions;
  }

  /** Whether so many keys have changed that the reader should begin anew with less at a time. */
  public boolean isOverrun() {
    return changed.size() > MOST_KEYS;
  }

  void changed(byte[] key, LogPlace place) {
    if (!place.isBefore(seen)) {
      changed.put(ByteBuffer.wrap(key), place);
    }
  }

  void emptied(LogPlace place) {
    emptied = place;
  }

  void defined() {
    definitions++;
  }

  /**
   * What is read from now on was seen in a transaction that knew the log up to here. Returns
   * whether it is usable: not where it saw less than one before, on a server that is behind.
   */
  public boolean seenUpTo(LogPlace place) {
    if (place.isBefore(seen)) {
      return false;
    }
    seen = place;
    changed.values().removeIf(change -> change.isBefore(place));
    return true;
  }

  /** Whether the log has told nothing newer of a key than a row that was read last. */
  boolean isNewest(byte[] key) {
    LogPlace change = changed.get(ByteBuffer.wrap(key));
    return (change == null || change.isBefore(seen)) && emptied.isBefore(seen);
  }

  void published() {
    rows++;
  }
}
