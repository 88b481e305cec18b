package dev.lockstep.streams.state;

import dev.lockstep.schema.row.RowDigest;
import dev.lockstep.schema.row.TableDigest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Both sides of one key. A settled, equal row packs into about 30 bytes: the digest once, the two
 * offsets that fetch its values back, and flags.
 */
public final class Row {

  private final RowSide source;
  private final RowSide target;
  private @Nullable OpenVerdict verdict;

  Row(Fills atSource, Fills atTarget) {
    source = new RowSide(atSource);
    target = new RowSide(atTarget);
  }

  public RowSide side(Side side) {
    return side == Side.SOURCE ? source : target;
  }

  public RowSide source() {
    return source;
  }

  public RowSide target() {
    return target;
  }

  public @Nullable OpenVerdict verdict() {
    return verdict;
  }

  public void verdict(@Nullable OpenVerdict newVerdict) {
    verdict = newVerdict;
  }

  public boolean equal() {
    return Objects.equals(source.digest(), target.digest());
  }

  /** What this row adds to target minus source. */
  public TableDigest difference() {
    TableDigest difference = TableDigest.EMPTY;
    RowDigest there = target.digest();
    RowDigest here = source.digest();
    difference = there == null ? difference : difference.plus(there);
    return here == null ? difference : difference.minus(here);
  }

  /** Nothing worth keeping. */
  boolean idle() {
    return source.idle() && target.idle() && verdict == null;
  }

  byte[] pack(Packer packer) {
    RowDigest recorded = source.recorded();
    boolean shared = recorded != null && recorded.equals(target.recorded());
    packer.restart().raw(source.flags() | (verdict != null ? 32 : 0) | (shared ? 64 : 0));
    packer.raw(target.flags());
    source.packRest(packer, false);
    target.packRest(packer, shared);
    if (verdict != null) {
      verdict.pack(packer);
    }
    return packer.toBytes();
  }

  static Row unpack(byte[] bytes, Fills atSource, Fills atTarget) {
    Unpacker in = new Unpacker(bytes);
    Row row = new Row(atSource, atTarget);
    int sourceFlags = in.raw();
    int targetFlags = in.raw();
    row.source.unpackRest(in, sourceFlags, null);
    row.target.unpackRest(in, targetFlags, (sourceFlags & 64) != 0 ? row.source.recorded() : null);
    row.verdict = (sourceFlags & 32) != 0 ? OpenVerdict.unpack(in) : null;
    return row;
  }
}
