package dev.lockstep.testing.mysql;

import dev.lockstep.embedded.mysql.MySqlSearch;
import dev.lockstep.embedded.server.DatabaseServer;
import dev.lockstep.embedded.server.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The MySQL server of an integration test: the one that was given in {@code
 * LOCKSTEP_TEST_MYSQL_URL}, else an installed one, else Testcontainers' where a container engine
 * has the image, else Debian's, unpacked for this user. Each start says which.
 *
 * <p>A test that kills its server needs one that is its own: {@link
 * dev.lockstep.embedded.mysql.EmbeddedMySql}.
 */
public final class TestMySql {

  private static final List<MySqlPlace> PLACES =
      List.of(
          new GivenMySql(System.getenv(GivenMySql.VARIABLE)),
          new LocalMySql("an installed one", MySqlSearch::installed),
          new ContainerMySql(),
          new LocalMySql("Debian's, unpacked", MySqlSearch::unpacked));

  private TestMySql() {}

  /**
   * Why there is none, for each test to be skipped with (before each, not before all: a class that
   * is skipped as a whole is told of nowhere); empty when there is one.
   */
  public static Optional<String> lacking() {
    return lacking(PLACES);
  }

  /** Starts one, or takes what was given: then nothing of the settings is heeded. */
  public static DatabaseServer start(Settings settings) {
    return start(settings, PLACES);
  }

  static Optional<String> lacking(List<MySqlPlace> places) {
    List<String> reasons = new ArrayList<>();
    for (MySqlPlace place : places) {
      Optional<String> reason = place.lacking();
      if (reason.isEmpty()) {
        return Optional.empty();
      }
      reasons.add(reason.get());
    }
    return Optional.of("no MySQL server can be had: " + String.join("; ", reasons));
  }

  static DatabaseServer start(Settings settings, List<MySqlPlace> places) {
    for (MySqlPlace place : places) {
      if (place.lacking().isEmpty()) {
        System.out.println("Test MySQL: " + place.name());
        return place.start(settings);
      }
    }
    throw new IllegalStateException(lacking(places).orElse("no MySQL server can be had"));
  }
}
