package dev.lockstep.streams.state;

import dev.lockstep.schema.row.RowDigest;
import dev.lockstep.schema.row.TableDigest;
import org.jspecify.annotations.Nullable;

/**
 * One side of a table in this partition: how far it was read, how far markers covered it, and the
 * running digest at the newest marker.
 *
 * <p>Two clocks run here. <em>Read</em> fields move with each record; <em>settled</em> fields only
 * when a marker covers it. A barrier therefore counts twice: when it is read it sets the floor
 * under which a key's latest version no longer says anything (before-images are checked on
 * reading), when it is covered it changes rows.
 */
public final class SideState {

  long readOffset = -1;
  long readSerial = -1;
  int readSchema = -1;
  long snapshotReadAt = -1;
  boolean beginsWithRows;
  boolean snapshotEndRead;
  long floor = -1;
  long shapeFloor = -1;

  long settled = -1;
  TableDigest digest = TableDigest.EMPTY;
  long snapshotSettledAt = -1;
  boolean snapshotOpen;
  boolean replacesRows;
  boolean baseline;

  public long readOffset() {
    return readOffset;
  }

  public long readSerial() {
    return readSerial;
  }

  public void read(long offset, long serial) {
    readOffset = Math.max(readOffset, offset);
    readSerial = Math.max(readSerial, serial);
  }

  /** Registry id of the row schema of the newest record; -1 before the first. */
  public int readSchema() {
    return readSchema;
  }

  public void readSchema(int id) {
    readSchema = id;
  }

  public void snapshotStartRead(long offset) {
    snapshotReadAt = offset;
  }

  public void rowRead() {
    beginsWithRows |= snapshotReadAt < 0;
  }

  /** Whether the topic begins with a snapshot, as far as can be told yet. */
  public boolean beginsWithSnapshot() {
    return snapshotReadAt >= 0 && !beginsWithRows;
  }

  /** Whether a snapshot was read to its end: only then an unknown key is known not to exist. */
  public boolean snapshotEndRead() {
    return snapshotEndRead;
  }

  public void snapshotEndRead(long offset) {
    snapshotEndRead = true;
    floor = Math.max(floor, snapshotReadAt >= 0 ? snapshotReadAt : -1);
    snapshotReadAt = Math.max(snapshotReadAt, 0);
  }

  public void truncateRead(long offset) {
    floor = Math.max(floor, offset);
  }

  /** Rows whose latest record lies below this offset are known to be gone. */
  public long floor() {
    return floor;
  }

  /** Digests of records below this offset were made of another set of columns. */
  public long shapeFloor() {
    return shapeFloor;
  }

  public void reshaped(long offset) {
    shapeFloor = offset;
  }

  /** Sequence (source: offset, target: serial) up to which markers covered this side. */
  public long settled() {
    return settled;
  }

  public void settled(long sequence) {
    settled = Math.max(settled, sequence);
  }

  public TableDigest digest() {
    return digest;
  }

  /** Exchanges what the running digest holds for a key. */
  public void exchange(@Nullable RowDigest before, @Nullable RowDigest after) {
    digest = before == null ? digest : digest.minus(before);
    digest = after == null ? digest : digest.plus(after);
  }

  public void snapshotStartSettled(long offset) {
    snapshotSettledAt = offset;
    snapshotOpen = true;
    replacesRows = digest.rows() != 0;
  }

  /** Whether rows older than the snapshot that now ends may have to go. */
  public boolean snapshotReplacesRows() {
    return replacesRows;
  }

  public long snapshotSettledAt() {
    return snapshotSettledAt;
  }

  public void snapshotEndSettled() {
    snapshotOpen = false;
    baseline = true;
  }

  /** Whether a covered snapshot has not ended yet. */
  public boolean snapshotOpen() {
    return snapshotOpen;
  }

  /** Whether the set of keys is complete: a key that is not there does not exist. */
  public boolean baseline() {
    return baseline;
  }

  public void baselineByBirth() {
    baseline = true;
  }

  void pack(Packer packer) {
    packer.flags(snapshotEndRead, snapshotOpen, replacesRows, baseline, beginsWithRows);
    packer.number(readOffset).number(readSerial).number(readSchema).number(snapshotReadAt);
    packer.number(floor).number(shapeFloor).number(settled).number(snapshotSettledAt);
    packer.digest(digest);
  }

  void unpack(Unpacker in) {
    int flags = in.raw();
    snapshotEndRead = (flags & 1) != 0;
    snapshotOpen = (flags & 2) != 0;
    replacesRows = (flags & 4) != 0;
    baseline = (flags & 8) != 0;
    beginsWithRows = (flags & 16) != 0;
    readOffset = in.number();
    readSerial = in.number();
    readSchema = (int) in.number();
    snapshotReadAt = in.number();
    floor = in.number();
    shapeFloor = in.number();
    settled = in.number();
    snapshotSettledAt = in.number();
    digest = in.tableDigest();
  }
}
