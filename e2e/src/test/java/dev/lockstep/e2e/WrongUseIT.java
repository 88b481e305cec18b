package dev.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.launcher.stack.DataHome;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: whatever is wrong with what was asked, a sentence names it and another says what to do. */
class WrongUseIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void anOccupiedPortIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      CommandLine.Ended ended = run("up", "--data", data(), "--port", port);
      assertThat(ended.exitCode()).isEqualTo(3);
      requireWords(ended, port, "→");
    }
  }

  @Test
  void aDirectoryInUseIsNamed() throws Exception {
    try (DataHome held = DataHome.open(Path.of(data()))) {
      CommandLine.Ended ended = run("up", "--data", data(), "--port", "0");
      assertThat(ended.exitCode()).isEqualTo(3);
      requireWords(ended, held.root().toString(), "--data");
    }
  }

  @Test
  void fiveMistakesInAConfigurationAreToldAtOnceAndNoSecretWithThem() throws Exception {
    Path file = directory.resolve("lockstep.yaml");
    Files.writeString(
        file,
        """
        kafka:
          bootstrap.servers: localhost:notaport
        registry:
          ulr: http://localhost:8081
        endpoints:
          shop_source:
            type: mariadb
            host: localhost
            port: 99999
            username: lockstep
            password: hunter2hunter2
          shop_target:
            type: postgres
            host: localhost
            username: lockstep
            password: ${env:NO_SUCH_VARIABLE_HERE}
        flows:
          shop:
            source: shop_source
            target: shop_tarket
        """);
    CommandLine.Ended ended = run("config", "check", "-c", file.toString());
    assertThat(ended.exitCode()).isEqualTo(2);
    requireWords(
        ended,
        "notaport",
        "ulr",
        "url",
        "99999",
        "postgres",
        "NO_SUCH_VARIABLE_HERE",
        "shop_tarket");
    assertThat(ended.out() + ended.err()).doesNotContain("hunter2");
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() throws Exception {
    for (String[] line :
        new String[][] {
          {"up", "--rate", "0", "--data", data()},
          {"up", "--rate", "fast", "--data", data()},
          {"up", "--for", "soon", "--data", data()},
          {"up", "--corrupt", "-1", "--data", data()},
          {"upp"},
          {"producers"},
          {"config", "check", "-c", directory.resolve("none.yaml").toString()},
        }) {
      CommandLine.Ended ended = run(line);
      assertThat(ended.exitCode()).as("%s: %s", String.join(" ", line), ended).isEqualTo(2);
      requireWords(ended, "lockstep: ");
    }
  }

  @Test
  void helpAndVersionAreNoFailures() throws Exception {
    assertThat(run("--help").exitCode()).isZero();
    assertThat(run("up", "--help").out()).contains("--rate", "--for", "--port", "--corrupt");
    CommandLine.Ended version = run("version");
    assertThat(version.exitCode()).isZero();
    assertThat(version.out()).isNotBlank();
  }

  private CommandLine.Ended run(String... arguments) throws Exception {
    return CommandLine.run(directory.resolve("output"), PATIENCE, arguments);
  }

  private String data() {
    return directory.resolve("data").toString();
  }

  private static void requireWords(CommandLine.Ended ended, String... words) {
    String said = ended.out() + ended.err();
    assertThat(said).contains(words);
    assertThat(said).as("no stack trace unless asked").doesNotContain("\tat ");
  }
}
