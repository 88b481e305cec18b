package dev.lockstep.producers.reread;

import dev.lockstep.producers.debezium.LogEvent.RowChanged;
import java.nio.ByteBuffer;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/** About how much memory a row takes. */
final class RowSize {

  private static final int FIXED = 16;

  private RowSize() {}

  static long of(RowChanged row) {
    Struct after = row.after();
    if (after == null) {
      return FIXED;
    }
    long bytes = FIXED;
    for (Field field : after.schema().fields()) {
      bytes +=
          switch (after.getWithoutDefault(field.name())) {
            case String text -> FIXED + 2L * text.length();
            case byte[] binary -> FIXED + binary.length;
            case ByteBuffer binary -> FIXED + binary.remaining();
            case null, default -> FIXED;
          };
    }
    return bytes;
  }
}
