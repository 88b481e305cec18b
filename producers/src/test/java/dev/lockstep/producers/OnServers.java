package dev.lockstep.producers;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests on real servers that all tests of a class share. */
abstract class OnServers {

  @TempDir static Path directory;
  static Servers servers;

  @BeforeAll
  static void start() {
    servers = new Servers(directory);
  }

  @AfterAll
  static void stop() {
    servers.close();
  }
}
