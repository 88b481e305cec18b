package dev.lockstep.producers.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {

  private static final byte OPAQUE = 0x0f;
  private static final byte TIME = 11;

  @ParameterizedTest
  @CsvSource({
    "1, 12, 13, 14, 500000",
    "-1, 12, 13, 14, 500000",
    "-1, 12, 13, 14, 0",
    "-1, 12, 13, 0, 0",
    "-1, 12, 0, 0, 0",
    "-1, 12, 0, 0, 1",
    "-1, 0, 0, 0, 1",
    "-1, 0, 0, 59, 999999",
    "-1, 838, 59, 59, 0",
    "-1, 63, 0, 59, 999999",
  })
  void writesTimesOnBothSidesOfMidnight(int sign, int h, int m, int s, int micros)
      throws Exception {
    long packed = ((long) (h << 12 | m << 6 | s) << 24 | micros) * sign;
    byte[] document =
        ByteBuffer.allocate(11)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(OPAQUE)
            .put(TIME)
            .put((byte) 8)
            .putLong(packed)
            .array();
    assertThat(JsonText.of(document))
        .isEqualTo("\"%s%02d:%02d:%02d.%06d\"".formatted(sign < 0 ? "-" : "", h, m, s, micros));
  }
}
