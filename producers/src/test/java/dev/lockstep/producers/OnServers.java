package dev.lockstep.producers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.flow.EndpointType;
import dev.lockstep.testing.mysql.TestMySql;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests on real servers that all tests of a class share: on MariaDB, and those of a subclass that
 * is marked {@link OnMySql} on MySQL.
 */
abstract class OnServers {

  @TempDir static Path directory;
  static Servers servers;
  private static Optional<String> lacking = Optional.empty();

  @BeforeAll
  static void start(TestInfo test) {
    boolean mySql = test.getTestClass().orElseThrow().isAnnotationPresent(OnMySql.class);
    lacking = mySql ? TestMySql.lacking() : Optional.empty();
    if (lacking.isEmpty()) {
      servers = new Servers(directory, mySql ? EndpointType.MYSQL : EndpointType.MARIADB);
    }
  }

  /** Whether there is a server of the kind. */
  static boolean isServed() {
    return lacking.isEmpty();
  }

  /** Each by itself: a class that is skipped as a whole is told of nowhere. */
  @BeforeEach
  void needsItsServer() {
    assumeTrue(lacking.isEmpty(), () -> lacking.orElse(""));
    assertThat(servers).isNotNull();
  }

  @AfterAll
  static void stop() {
    if (lacking.isEmpty()) {
      servers.close();
    }
  }
}
