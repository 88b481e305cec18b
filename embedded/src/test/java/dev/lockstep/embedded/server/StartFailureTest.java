package dev.lockstep.embedded.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.embedded.EmbeddedServerException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartFailureTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mariadbd: error while loading shared libraries: libaio.so.1: cannot open | library libaio.so.1
          [ERROR] Can't start server: Bind on TCP/IP port. Got error: 98: Address already in use | port 4711
          [ERROR] mariadbd: Error writing file './x' (Errcode: 28 "No space left on device") | Disk full
          [ERROR] InnoDB: Unable to lock ./ibdata1 error: 11 | Another Fake server
          [ERROR] Can't create test file './lower-test' (Errcode: 13 "Permission denied") | may not read or write
          [ERROR] something new | something new
          """)
  void namesTheThing(String log, String expected) {
    EmbeddedServerException failure =
        StartFailure.from(new FakeKind(), log, Path.of("somewhere"), 4711);

    assertThat(failure).hasMessageContaining(expected);
    assertThat(failure.remedy()).isNotBlank();
  }
}
