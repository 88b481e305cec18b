package dev.lockstep.streams.state;

import dev.lockstep.schema.row.RowDigest;
import dev.lockstep.schema.row.TableDigest;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One side of a table in this partition: how far it was read, how far markers covered it, and the
 * running digest at the newest marker.
 *
 * <p>Two clocks run here. <em>Read</em> fields move with each record; <em>settled</em> fields only
 * when a marker covers it. A barrier therefore counts twice: when it is read it sets the floor
 * under which a key's latest version no longer says anything (before-images are checked on
 * reading), when it is covered it changes rows.
 *
 * <p>A side is known from the start of a snapshot on and not before. What it held until then is not
 * known when its topic begins in the middle, was made anew, or was digested otherwise: then it has
 * a problem, which lasts until the next snapshot starts.
 */
public final class SideState {

  String topicId = "";
  boolean begun;
  @Nullable String problem;
  long readOffset = -1;
  long readSerial = -1;
  int readSchema = -1;
  @Nullable String encoding;
  boolean asks;
  boolean renews;
  long taken;
  long handedOver;
  long readingSince = -1;
  long snapshotSerial = -1;
  boolean completeRead;
  long floor = -1;
  long shapeFloor = -1;

  long settled = -1;
  int settledSchema = -1;
  TableDigest digest = TableDigest.EMPTY;
  final Fills fills = new Fills();
  long snapshotSettledAt = -1;
  boolean snapshotOpen;
  boolean replacesRows;
  boolean baseline;
  long reshapedAt = -1;
  long wipeBefore = -1;
  boolean snapshotEnding;

  /** Id of the topic that all of this was read from; empty before the first record. */
  public String topicId() {
    return topicId;
  }

  public void topicId(String id) {
    topicId = id;
  }

  /** Whether the start of a snapshot was read, so that all that follows can be understood. */
  public boolean begun() {
    return begun;
  }

  /** Why this side cannot be judged; null when it can. */
  public @Nullable String problem() {
    return problem;
  }

  /**
   * This side can no longer be judged, until a snapshot of it starts. The first reason stays, but
   * for one that would have mended itself.
   */
  public void block(String why) {
    if (problem == null || renews) {
      problem = why;
      renews = false;
    }
  }

  public boolean blocked() {
    return problem != null;
  }

  /**
   * Likewise; but nothing is wrong: the table has to be read anew, which this side asks for itself.
   */
  public void askForBaseline(String why) {
    if (problem == null) {
      problem = why;
      renews = true;
    }
    asks = true;
  }

  /** Whether it cannot be judged only for a snapshot that it has asked for. */
  public boolean renews() {
    return renews;
  }

  /** Whether it asks for its table to be read anew, and nobody has passed that on. */
  public boolean asks() {
    return asks;
  }

  public void asked() {
    asks = false;
  }

  /** A snapshot starts that needs nothing of what was before: all but the places is forgotten. */
  void begin() {
    begun = true;
    problem = null;
    encoding = null;
    asks = false;
    renews = false;
    readingSince = -1;
    completeRead = false;
    floor = -1;
    shapeFloor = -1;
    fills.clear();
    handedOver = taken;
    digest = TableDigest.EMPTY;
    snapshotOpen = false;
    snapshotSettledAt = -1;
    replacesRows = false;
    baseline = false;
    reshapedAt = -1;
    settledSchema = -1;
    wipeBefore = -1;
    snapshotEnding = false;
  }

  /** The topic is another one than before: its places are counted anew. */
  public void topicMadeAnew(String id, boolean source) {
    topicId = id;
    readOffset = -1;
    begun = false;
    handedOver = taken;
    settled = source ? -1 : settled;
    wipeBefore = -1;
    snapshotEnding = false;
  }

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

  /** Registry id of the schema of the newest record; -1 before the first. */
  public int readSchema() {
    return readSchema;
  }

  public void readSchema(int id) {
    readSchema = id;
  }

  /** How its rows are digested; null before the first definition was read. */
  public @Nullable String encoding() {
    return encoding;
  }

  public void encoding(String text) {
    encoding = text;
  }

  /** Number of the next version that is handed to the log of versions. */
  public long nextOrdinal() {
    return ++taken;
  }

  /** Versions that wait for a marker. */
  public long waiting() {
    return taken - handedOver;
  }

  /** Notes that the log of versions handed this one over: it must be the one after the last. */
  void handedOver(long ordinal) {
    accountFor(ordinal);
    handedOver = Math.max(handedOver, ordinal);
  }

  /** Notes which version is handed over next; none when none waits. */
  void nextWaiting(OptionalLong ordinal) {
    accountFor(ordinal.orElse(taken + 1));
  }

  private void accountFor(long ordinal) {
    if (ordinal != handedOver + 1) {
      block(
          "of the changes that were read here, some were lost before they were compared (number %d came after %d)"
              .formatted(ordinal, handedOver));
    }
  }

  public void snapshotStartRead(long offset, long serial) {
    readingSince = offset;
    snapshotSerial = serial;
  }

  /** Serial of the newest start of a snapshot that was read; -1 before the first. */
  public long snapshotSerial() {
    return snapshotSerial;
  }

  /** Whether a snapshot is being read: keys that it has not come to may be otherwise than known. */
  public boolean beingRead() {
    return readingSince >= 0;
  }

  /** Where the snapshot that is being read started. */
  public long readingSince() {
    return readingSince;
  }

  public void snapshotEndRead() {
    completeRead = true;
    floor = Math.max(floor, readingSince);
    readingSince = -1;
  }

  /** Whether, as far as was read, a key without a record is known not to exist. */
  public boolean completeRead() {
    return completeRead;
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

  /** Registry id of the definition at the newest marker; -1 when it is not known. */
  public int settledSchema() {
    return settledSchema;
  }

  public void settledSchema(int id) {
    settledSchema = id;
  }

  public Fills fills() {
    return fills;
  }

  /** The running digest was added up anew, since columns were added to the rows that it sums. */
  public void digest(TableDigest recounted) {
    digest = recounted;
  }

  /** A covered change of the definition makes digests from before it say nothing. */
  public void reshapedSettled(long offset) {
    reshapedAt = offset;
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

  /** The end of a snapshot is covered: rows that are older may have to go first. */
  public void snapshotEnds() {
    snapshotEnding = true;
    if (replacesRows) {
      wipe(snapshotSettledAt);
    }
  }

  public boolean snapshotEnding() {
    return snapshotEnding;
  }

  /** Rows whose record lies before this offset are to be removed. */
  public void wipe(long before) {
    wipeBefore = before;
  }

  /** Offset before which rows are still to be removed; -1 when none are. */
  public long wipeBefore() {
    return wipeBefore;
  }

  public void wiped() {
    wipeBefore = -1;
  }

  public void snapshotEndSettled() {
    snapshotEnding = false;
    snapshotOpen = false;
    baseline = true;
    reshapedAt = snapshotSettledAt >= reshapedAt ? -1 : reshapedAt;
    fills.forgetBefore(snapshotSettledAt);
  }

  /** Whether a covered snapshot has not ended yet. */
  public boolean snapshotOpen() {
    return snapshotOpen;
  }

  /**
   * Of keys whose newest record lies below this offset, and of those that have none, it is not
   * known what they are now: a snapshot is to tell.
   */
  public long staleBefore() {
    return Math.max(reshapedAt, snapshotOpen ? snapshotSettledAt : -1);
  }

  /** Whether the set of keys is complete: a key that is not there does not exist. */
  public boolean baseline() {
    return baseline;
  }

  public void baselineByBirth() {
    baseline = true;
  }

  void pack(Packer packer) {
    packer.flags(
        begun, completeRead, snapshotOpen, replacesRows, baseline, snapshotEnding, asks, renews);
    packer.text(topicId).text(problem).text(encoding);
    packer.number(readOffset).number(readSerial).number(readSchema);
    packer.number(taken).number(handedOver).number(readingSince).number(snapshotSerial);
    packer.number(floor).number(shapeFloor).number(settled).number(settledSchema);
    packer.number(snapshotSettledAt).number(reshapedAt).number(wipeBefore);
    packer.digest(digest);
    fills.pack(packer);
  }

  void unpack(Unpacker in) {
    int flags = in.raw();
    begun = (flags & 1) != 0;
    completeRead = (flags & 2) != 0;
    snapshotOpen = (flags & 4) != 0;
    replacesRows = (flags & 8) != 0;
    baseline = (flags & 16) != 0;
    snapshotEnding = (flags & 32) != 0;
    asks = (flags & 64) != 0;
    renews = (flags & 128) != 0;
    topicId = in.requiredText();
    problem = in.text();
    encoding = in.text();
    readOffset = in.number();
    readSerial = in.number();
    readSchema = (int) in.number();
    taken = in.number();
    handedOver = in.number();
    readingSince = in.number();
    snapshotSerial = in.number();
    floor = in.number();
    shapeFloor = in.number();
    settled = in.number();
    settledSchema = (int) in.number();
    snapshotSettledAt = in.number();
    reshapedAt = in.number();
    wipeBefore = in.number();
    digest = in.tableDigest();
    fills.unpack(in);
  }
}
