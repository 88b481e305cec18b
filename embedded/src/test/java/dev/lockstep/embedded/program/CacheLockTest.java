package dev.lockstep.embedded.program;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheLockTest {

  @TempDir Path cache;

  @Test
  void isHeldByOneAtATime() throws IOException {
    Path file = cache.resolve("new/program.lock");
    CacheLock first = CacheLock.acquire(file, Duration.ZERO);
    assertThatThrownBy(() -> CacheLock.acquire(file, Duration.ofMillis(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another process has held " + file);
    first.close();
    CacheLock.acquire(file, Duration.ZERO).close();
  }
}
