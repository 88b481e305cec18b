package dev.lockstep.streams.state;

import dev.lockstep.schema.row.RowDigest;
import org.jspecify.annotations.Nullable;

/**
 * One side of a row: what it held at the newest marker, and, while versions wait for a marker, what
 * the newest of them says. The latter is what the next before-image must agree with.
 *
 * <p>Kept are the digests of the records themselves; what {@link Fills} of the side came since is
 * added when asked.
 */
public final class RowSide {

  private final Fills fills;
  private @Nullable RowDigest digest;
  private long offset = -1;
  private boolean unknown;
  private boolean waiting;
  private @Nullable RowDigest waitingDigest;
  private long waitingOffset = -1;
  private boolean waitingUnknown;

  RowSide(Fills fills) {
    this.fills = fills;
  }

  /** The row at the newest marker; null when there was none. */
  public @Nullable RowDigest digest() {
    return fills.atMarker(digest, offset);
  }

  /** The digest of the record itself. */
  @Nullable RowDigest recorded() {
    return digest;
  }

  /** Offset of the record that says so; -1 when there is no row. */
  public long offset() {
    return offset;
  }

  /** Whether its newest covered record could not be read. */
  public boolean unknown() {
    return unknown;
  }

  public boolean present() {
    return digest != null;
  }

  /** What the newest record says, covered or not. */
  public @Nullable RowDigest latestDigest() {
    return waiting ? fills.asRead(waitingDigest, waitingOffset) : fills.asRead(digest, offset);
  }

  public long latestOffset() {
    return waiting ? waitingOffset : offset;
  }

  public boolean latestUnknown() {
    return waiting ? waitingUnknown : unknown;
  }

  public void await(Version version) {
    waiting = true;
    waitingDigest = version.digest();
    waitingOffset = version.offset();
    waitingUnknown = version.op() == Op.UNREADABLE;
  }

  /** Takes over a covered version. An unreadable one leaves the digest, marked as unknown. */
  public void settle(Version version) {
    if (version.op() == Op.UNREADABLE) {
      unknown = true;
    } else {
      unknown = false;
      digest = version.digest();
      offset = digest == null ? -1 : version.offset();
    }
    if (waiting && waitingOffset <= version.offset()) {
      endWaiting();
    }
  }

  /** The row is gone without a record of its own. */
  public void wipe() {
    digest = null;
    offset = -1;
    unknown = false;
  }

  /** Nothing is known of this side any more, nor waits for a marker. */
  public void forget() {
    wipe();
    endWaiting();
  }

  private void endWaiting() {
    waiting = false;
    waitingDigest = null;
    waitingOffset = -1;
    waitingUnknown = false;
  }

  boolean waiting() {
    return waiting;
  }

  boolean idle() {
    return digest == null && !waiting && !unknown;
  }

  int flags() {
    int flags = digest != null ? 1 : 0;
    flags |= unknown ? 2 : 0;
    flags |= waiting ? 4 : 0;
    flags |= waitingDigest != null ? 8 : 0;
    return flags | (waitingUnknown ? 16 : 0);
  }

  void packRest(Packer packer, boolean sharedDigest) {
    if (digest != null) {
      if (!sharedDigest) {
        packer.digest(digest);
      }
      packer.number(offset);
    }
    if (waiting) {
      packer.number(waitingOffset);
      if (waitingDigest != null) {
        packer.digest(waitingDigest);
      }
    }
  }

  void unpackRest(Unpacker in, int flags, @Nullable RowDigest shared) {
    unknown = (flags & 2) != 0;
    if ((flags & 1) != 0) {
      digest = shared != null ? shared : in.rowDigest();
      offset = in.number();
    }
    waiting = (flags & 4) != 0;
    waitingUnknown = (flags & 16) != 0;
    if (waiting) {
      waitingOffset = in.number();
      waitingDigest = (flags & 8) != 0 ? in.rowDigest() : null;
    }
  }
}
