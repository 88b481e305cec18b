package dev.lockstep.producers.source.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoggedQueriesTest {

  /** As MariaDB 11.4 logged them; the last two made up: none told, and one of many bytes. */
  @ParameterizedTest
  @CsvSource({
    "00 00000001 01 0800205400000000 06 03737464 83 00 04 0800 2d00 2d00 81 5000000000000000, 8",
    "00 00000000 01 0000205400000000 06 03737464 83 02 2d00fe08 08002f00 04 1c00 2d00 2d00, 28",
    "00 00000000 05 03555443, -1",
    "03 01000200 04 fe09 2d00 2d00, 2558",
  })
  void findsTheClientsCharacterSetInASessionsState(String state, int collation) {
    OptionalInt found =
        LoggedQueries.clientCollation(HexFormat.of().parseHex(state.replace(" ", "")));
    assertThat(found.orElse(-1)).isEqualTo(collation);
  }
}
