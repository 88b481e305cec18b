package dev.lockstep.sink.harness;

import dev.lockstep.testing.TestKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * One broker for all tests of this JVM, started by the first that asks; its end, and that of all.
 */
public final class TestServers {

  private static final Path DIR = newDirectory();
  private static TestKafka kafka;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(TestServers::stop));
  }

  private TestServers() {}

  public static synchronized String bootstrapServers() {
    if (kafka == null) {
      kafka = TestKafka.start(DIR.resolve("kafka"));
    }
    return kafka.bootstrapServers();
  }

  /** Gone with this JVM. */
  static Path directory() {
    return DIR;
  }

  private static Path newDirectory() {
    try {
      return Files.createTempDirectory("lockstep-sink");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static synchronized void stop() {
    for (TestTarget target : TestTarget.values()) {
      target.stop();
    }
    if (kafka != null) {
      kafka.close();
    }
    try (Stream<Path> files = Files.walk(DIR)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
