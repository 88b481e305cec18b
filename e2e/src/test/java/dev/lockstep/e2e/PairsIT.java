package dev.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.embedded.mysql.MySqlSearch;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shop migrates between other pairs than two MariaDB servers, and its copy is broken. */
class PairsIT {

  @TempDir Path directory;

  @BeforeEach
  void needsMySql() {
    MySqlSearch found = MySqlSearch.anywhere();
    assumeTrue(
        found instanceof MySqlSearch.Found,
        () -> found instanceof MySqlSearch.NotFound missing ? missing.reason() : "");
  }

  @ParameterizedTest
  @CsvSource({"mysql, mariadb", "mariadb, mysql", "mysql, mysql"})
  void findsEveryCorruptionAndNothingElse(String from, String to) throws Exception {
    CommandLine.Ended ended =
        CommandLine.run(
            directory.resolve("output"),
            Duration.ofSeconds(180),
            "up",
            "--from",
            from,
            "--to",
            to,
            "--data",
            directory.resolve("data").toString(),
            "--port",
            "0",
            "--rate",
            "300",
            "--corrupt",
            "10",
            "--seed",
            "20261127",
            "--for",
            "15s",
            "--json");
    assertThat(ended.exitCode()).as("%s", ended).isZero();
    Summary summary = Summary.of(ended);
    summary.requireRight();
    assertThat(summary.number("injected")).isEqualTo(10);
    assertThat(summary.number("detected")).isEqualTo(10);
    assertThat(summary.number("changes")).isGreaterThan(3_000);
  }
}
