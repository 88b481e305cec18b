package dev.lockstep.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.launcher.place.ServerUrl;
import dev.lockstep.launcher.place.Side;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairTest {

  private static final Side MARIADB = new Side.Own(EndpointType.MARIADB);
  private static final Side MYSQL = new Side.Own(EndpointType.MYSQL);

  @TempDir Path directory;

  @Test
  void aDirectoryKnowsWhichServersItsDataAreOf() {
    try (DataHome home = DataHome.open(directory)) {
      new Pair(given("mysql://u:p@db1/"), MARIADB).note(home);
      new Pair(given("mysql://other:word@DB1:3306"), MARIADB).requireSame(home);
      requireRefused(
          home,
          new Pair(given("mysql://u:p@db2/"), MARIADB),
          "--from-url mysql://user:password@db1:3306/ --to mariadb");
      requireRefused(home, new Pair(MYSQL, MARIADB), "--from-url mysql://user:password@db1:3306/");
      requireRefused(
          home, new Pair(given("mysql://u:p@db1"), given("mysql://u:p@db3")), "--to mar");
    }
  }

  @Test
  void aDirectoryFromBeforeItWasNotedHoldsTheFirstPair() throws Exception {
    try (DataHome home = DataHome.open(directory)) {
      new Pair(MYSQL, MYSQL).requireSame(home);
      Files.createDirectories(home.source());
      new Pair(MARIADB, MARIADB).requireSame(home);
      requireRefused(home, new Pair(MYSQL, MARIADB), "--from mariadb --to mariadb");
    }
  }

  private static void requireRefused(DataHome home, Pair pair, String remedy) {
    assertThatThrownBy(() -> pair.requireSame(home))
        .isInstanceOf(LockstepException.class)
        .hasMessageContaining(home.root().toString())
        .satisfies(e -> assertThat(((LockstepException) e).remedy()).contains(remedy));
  }

  private static Side given(String url) {
    return new Side.Given(ServerUrl.parse(url, Map.of()));
  }
}
