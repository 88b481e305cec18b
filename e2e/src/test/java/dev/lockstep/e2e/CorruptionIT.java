package dev.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: damage to the copy is found, all of it, soon, and nothing else is reported. */
class CorruptionIT {

  @TempDir Path directory;

  @Test
  void findsEveryCorruptionAndNothingElse() throws Exception {
    CommandLine.Ended ended =
        CommandLine.run(
            directory.resolve("output"),
            Duration.ofSeconds(180),
            "up",
            "--data",
            directory.resolve("data").toString(),
            "--port",
            "0",
            "--rate",
            "600",
            "--corrupt",
            "20",
            "--seed",
            "20260301",
            "--for",
            "25s",
            "--json");

    assertThat(ended.exitCode()).as("%s", ended).isZero();
    Summary summary = Summary.of(ended);
    summary.requireRight();
    assertThat(summary.number("injected")).isEqualTo(20);
    assertThat(summary.number("detected")).isEqualTo(20);
    assertThat(summary.number("decoys")).isEqualTo(10);
    assertThat(summary.number("changes")).isGreaterThan(10_000);
    // How long it took is the machine's matter here; docs/benchmarks.md has the figures.
    assertThat(summary.millis("detectionMillis", "max")).isPositive();
    assertThat(summary.number("startedMillis")).isPositive();
    assertThat(summary.json().path("alerts").path("critical").asLong()).isPositive();
  }
}
