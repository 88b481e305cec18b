package dev.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.launcher.stack.DataHome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: Ctrl-C stops all of it, judges what was done until then, and leaves nothing behind. Method:
 * a process group of its own, and the signal to the whole group, as a terminal sends it.
 */
class InterruptIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /**
   * A shell has what it starts in the background ignore the signal, and so all that comes of it.
   */
  private static final List<String> TERMINAL = List.of("env", "--default-signal=INT", "setsid");

  @TempDir Path directory;

  @Test
  void stopsWhileTheCopyIsBeingDamagedAndJudgesWhatWasDone() throws Exception {
    try (CommandLine up = up("--rate", "300", "--corrupt", "20", "--seed", "7", "--for", "60s")) {
      up.awaitWordsIn(DataHome.logIn(data()), "First change confirmed", PATIENCE);
      Thread.sleep(Duration.ofSeconds(15));
      List<ProcessHandle> children = up.children();
      assertThat(children).as("two databases and the injector").hasSizeGreaterThanOrEqualTo(3);

      interrupt(up);

      CommandLine.Ended ended = up.awaitEnd(PATIENCE);
      assertThat(ended.exitCode()).as("%s", ended).isZero();
      Summary summary = Summary.of(ended);
      summary.requireRight();
      assertThat(summary.number("injected")).isBetween(1L, 19L);
      assertThat(summary.number("detected")).isEqualTo(summary.number("injected"));
      requireGone(children);
    }
  }

  @Test
  void stopsWhileItIsStarting() throws Exception {
    for (int seconds : new int[] {1, 4}) {
      try (CommandLine up = up()) {
        up.awaitWordsIn(DataHome.logIn(data()), "INFO", PATIENCE);
        Thread.sleep(Duration.ofSeconds(seconds));
        List<ProcessHandle> children = up.children();

        interrupt(up);

        CommandLine.Ended ended = up.awaitEnd(PATIENCE);
        assertThat(ended.exitCode()).as("after %s s: %s", seconds, ended).isZero();
        assertThat(ended.err()).doesNotContain("\tat ");
        Summary summary = Summary.of(ended);
        assertThat(summary.number("missed")).isZero();
        assertThat(summary.json().path("tables").isArray()).as("%s", ended).isTrue();
        requireGone(children);
      }
    }
  }

  private void requireGone(List<ProcessHandle> children) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
    DataHome.open(data()).close(); // nobody holds it any more
  }

  private CommandLine up(String... options) {
    return CommandLine.startUnder(
        TERMINAL,
        directory.resolve("output"),
        Stream.concat(
                Stream.of("up", "--data", data().toString(), "--port", "0", "--json"),
                Stream.of(options))
            .toArray(String[]::new));
  }

  private Path data() {
    return directory.resolve("data");
  }

  /** As a terminal does: to every process of the group. */
  private static void interrupt(CommandLine up) throws Exception {
    Process kill = new ProcessBuilder("kill", "-INT", "--", "-" + up.pid()).inheritIO().start();
    assertThat(kill.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }
}
