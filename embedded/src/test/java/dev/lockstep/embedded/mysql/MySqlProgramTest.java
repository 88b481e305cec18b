package dev.lockstep.embedded.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MySqlProgramTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /usr/sbin/mysqld  Ver 8.4.6 for Linux on x86_64 (MySQL Community Server - GPL) | 8.4.6
          /usr/sbin/mysqld  Ver 8.0.43-0ubuntu0.24.04.1 for Linux on x86_64 ((Ubuntu)) | 8.0.43-0ubuntu0.24.04.1
          mysqld  Ver 9.7.4-2 for Linux on x86_64 ((Debian)) | 9.7.4-2
          """)
  void knowsItsVersion(String said, String version) throws IOException {
    assertThat(MySqlProgram.version(said)).isEqualTo(version);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mysqld  Ver 10.11.14-MariaDB-0+deb12u2 for debian-linux-gnu on x86_64 (Debian 12) | it is MariaDB's, 10.11.14
          mysqld  Ver 5.7.44 for Linux on x86_64 (MySQL Community Server (GPL)) | it is too old: 5.7.44
          Segmentation fault | it does not say its version but: Segmentation fault
          """)
  void refusesWhatIsNoMySql(String said, String reason) {
    assertThatThrownBy(() -> MySqlProgram.version(said))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(reason);
  }
}
