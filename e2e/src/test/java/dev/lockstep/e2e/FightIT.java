package dev.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: nothing that happens makes Lockstep say what is not true, or leave unsaid what is. Method:
 * a minute of the long fight, with a seed of its own; the fight holds every claim against the
 * truth. Longer ones, with other seeds, are for the hand: {@code ./lockstep fight --for 30m}.
 */
class FightIT {

  private static final Duration PATIENCE = Duration.ofMinutes(12);

  /**
   * A capture that starts late into a burst, then all at once: a table refused and mended, source
   * and registry killed, a column dropped on both sides, rows removed from the copy, a burst.
   */
  private static final String SEED = "45";

  @TempDir Path directory;

  @Test
  void everyWordIsTrueThroughLoadAndTrouble() throws Exception {
    CommandLine.Ended ended =
        CommandLine.run(
            directory.resolve("output"),
            PATIENCE,
            "fight",
            "--data",
            directory.resolve("data").toString(),
            "--seed",
            SEED,
            "--for",
            "20s",
            "--rows",
            "5000",
            "--json");

    assertThat(ended.exitCode()).as("%s", ended).isZero();
    JsonNode report = new ObjectMapper().readTree(ended.out());
    assertThat(report.path("findings")).as("%s", report).isEmpty();
    assertThat(report.path("rounds").size()).as("%s", report).isGreaterThanOrEqualTo(2);
    assertThat(report.path("statements").asLong()).isPositive();
  }
}
