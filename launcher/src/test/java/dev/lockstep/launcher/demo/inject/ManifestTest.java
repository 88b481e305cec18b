package dev.lockstep.launcher.demo.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.launcher.demo.inject.Injection.Harm;
import dev.lockstep.launcher.demo.inject.Injection.Heat;
import dev.lockstep.launcher.demo.inject.Injection.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {

  @TempDir Path directory;

  @Test
  void theLastLineOfANumberCounts() throws IOException {
    Path file = Manifest.file(directory, "one");
    try (Manifest manifest = Manifest.create(file)) {
      manifest.write(intended(1));
      manifest.write(intended(1).committed(99, "then"));
      manifest.write(intended(2));
      manifest.write(intended(2).abandoned());
      manifest.write(intended(3));
    }
    assertThat(Manifest.read(file))
        .extracting(Injection::stage)
        .containsExactly(Stage.COMMITTED, Stage.ABANDONED, Stage.INTENDED);
    assertThat(Manifest.read(file).getFirst()).isEqualTo(intended(1).committed(99, "then"));
  }

  @Test
  void aTornLastLineCountsForNothing() throws IOException {
    Path file = Manifest.file(directory, "one");
    try (Manifest manifest = Manifest.create(file)) {
      manifest.write(intended(1));
    }
    Files.writeString(file, "{\"seed\":1,\"numb", StandardOpenOption.APPEND);
    assertThat(Manifest.read(file)).containsExactly(intended(1));
  }

  @Test
  void otherRunsAreReadWithoutThisOne() throws IOException {
    for (String run : List.of("one", "two", "three")) {
      try (Manifest manifest = Manifest.create(Manifest.file(directory, run))) {
        manifest.write(intended(run.length()));
      }
    }
    assertThat(Manifest.readOthers(directory, Manifest.file(directory, "three")))
        .extracting(Injection::number)
        .containsExactly(3, 3);
    assertThat(Manifest.readOthers(directory.resolve("none"), directory)).isEmpty();
  }

  private static Injection intended(int number) {
    return new Injection(
        7,
        number,
        "another value",
        Harm.MISMATCHED,
        "shop.orders",
        "id=" + number,
        List.of("total"),
        Heat.HOT,
        12,
        Stage.INTENDED,
        0,
        "");
  }
}
