package dev.lockstep.producers.reread;

import dev.lockstep.producers.source.event.LogEvent.RowChanged;
import dev.lockstep.producers.source.event.Row;
import java.nio.ByteBuffer;

/** About how much memory a row takes. */
final class RowSize {

  private static final int FIXED = 16;

  private RowSize() {}

  static long of(RowChanged row) {
    Row after = row.after();
    if (after == null) {
      return FIXED;
    }
    long bytes = FIXED;
    int columns = row.shape().columns().size();
    for (int column = 0; column < columns; column++) {
      bytes +=
          switch (after.value(column)) {
            case String text -> FIXED + 2L * text.length();
            case byte[] binary -> FIXED + binary.length;
            case ByteBuffer binary -> FIXED + binary.remaining();
            case null, default -> FIXED;
          };
    }
    return bytes;
  }
}
