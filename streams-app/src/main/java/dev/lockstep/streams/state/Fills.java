package dev.lockstep.streams.state;

import dev.lockstep.schema.row.RowDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Columns that were added to one side's table with a value for every row that was there. Rows are
 * kept with the digest that their own record has; what was added since belongs to it as well.
 *
 * <p>Like all of a side, this has two clocks: an addition counts for what comes next when it is
 * read, and for what is judged when a marker covers it. Bounded by alterations since the side was
 * last read whole.
 */
public final class Fills {

  /**
   * One addition.
   *
   * @param offset of the record that tells of it: rows whose record lies before have it too
   * @param schema registry id of the definition with the columns and their values
   * @param added what it adds to the digest of each
   */
  private record Fill(long offset, int schema, RowDigest added, boolean settled) {}

  private final List<Fill> fills = new ArrayList<>(0);

  /** Columns were added, as was read. */
  public void read(long offset, int schema, RowDigest added) {
    fills.add(new Fill(offset, schema, added, false));
  }

  /** Whether the record at this offset told of columns that were added. */
  public boolean tellsOf(long offset) {
    return fills.stream().anyMatch(fill -> fill.offset == offset);
  }

  /** A marker covers the record at this offset. */
  public void settle(long offset) {
    fills.replaceAll(
        fill -> fill.offset == offset ? new Fill(offset, fill.schema, fill.added, true) : fill);
  }

  /** Definitions that added something to a row since its record, oldest first. */
  public List<Integer> schemasSince(long offset) {
    return fills.stream()
        .filter(fill -> fill.settled && fill.offset > offset)
        .map(Fill::schema)
        .toList();
  }

  /** All rows have been told again since this offset. */
  void forgetBefore(long offset) {
    fills.removeIf(fill -> fill.settled && fill.offset < offset);
  }

  void clear() {
    fills.clear();
  }

  /** What a row is at the newest marker, by the digest and offset of its record. */
  @Nullable RowDigest atMarker(@Nullable RowDigest digest, long offset) {
    return sum(digest, offset, false);
  }

  /** What a row is as far as was read. */
  @Nullable RowDigest asRead(@Nullable RowDigest digest, long offset) {
    return sum(digest, offset, true);
  }

  private @Nullable RowDigest sum(@Nullable RowDigest digest, long offset, boolean unsettled) {
    if (digest == null || fills.isEmpty()) {
      return digest;
    }
    RowDigest sum = digest;
    for (Fill fill : fills) {
      if (fill.offset > offset && (fill.settled || unsettled)) {
        sum = sum.plus(fill.added);
      }
    }
    return sum;
  }

  void pack(Packer packer) {
    packer.number(fills.size());
    for (Fill fill : fills) {
      packer.flags(fill.settled).number(fill.offset).number(fill.schema).digest(fill.added);
    }
  }

  void unpack(Unpacker in) {
    fills.clear();
    for (long count = in.number(); count > 0; count--) {
      boolean settled = in.raw() != 0;
      long offset = in.number();
      int schema = (int) in.number();
      fills.add(new Fill(offset, schema, in.rowDigest(), settled));
    }
  }
}
