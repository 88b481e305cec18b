package dev.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: {@code kill -9} at any time loses nothing and makes nothing up. Method: kill the process,
 * not its children, while everything runs under load; start again on the same directory; the end is
 * judged by a full read of both databases, which the summary contains.
 */
class CrashIT {

  private static final Duration START = Duration.ofSeconds(90);

  @TempDir Path directory;

  @Test
  void goesOnWithoutLossAfterBeingKilledUnderLoad() throws Exception {
    List<ProcessHandle> orphans = killAfter("The shop makes", 5, "--rate", "600");
    assertThat(orphans).as("killed so that children are left over").isNotEmpty();

    CommandLine.Ended ended = up("--rate", "300", "--for", "8s", "--json");

    assertThat(ended.exitCode()).as("%s", ended).isZero();
    Summary summary = Summary.of(ended);
    summary.requireRight();
    summary.requireEqual();
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(orphans).noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void goesOnAfterBeingKilledWhileItStartsAndWhileTheCopyIsBeingDamaged() throws Exception {
    killAfter("Starting", 6, "--rate", "300");
    killAfter("The shop makes", 8, "--rate", "300", "--corrupt", "20", "--seed", "4");

    CommandLine.Ended ended = up("--rate", "300", "--for", "5s", "--json");

    assertThat(ended.exitCode()).as("%s", ended).isZero();
    Summary.of(ended).requireRight();
  }

  private List<ProcessHandle> killAfter(String words, int seconds, String... options)
      throws Exception {
    try (CommandLine command = CommandLine.start(directory.resolve("output"), line(options))) {
      command.awaitWords(words, START);
      Thread.sleep(Duration.ofSeconds(seconds));
      List<ProcessHandle> children = command.children();
      command.kill();
      return children.stream().filter(ProcessHandle::isAlive).toList();
    }
  }

  private CommandLine.Ended up(String... options) throws Exception {
    return CommandLine.run(directory.resolve("output"), START.multipliedBy(2), line(options));
  }

  private String[] line(String... options) {
    String data = directory.resolve("data").toString();
    return Stream.concat(Stream.of("up", "--data", data, "--port", "0"), Stream.of(options))
        .toArray(String[]::new);
  }
}
