package dev.lockstep.testing.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.embedded.server.DatabaseServer;
import dev.lockstep.embedded.server.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestMySqlTest {

  private static final Settings SETTINGS = Settings.of(Path.of("nowhere"), 1);

  @Test
  void takesTheFirstPlaceThatHasOne() {
    List<MySqlPlace> places =
        List.of(place("given", "no"), place("installed", ""), place("container", ""));

    assertThat(TestMySql.lacking(places)).isEmpty();
    assertThat(TestMySql.start(SETTINGS, places).host()).isEqualTo("installed");
  }

  @Test
  void saysOfEachPlaceWhyItHasNone() {
    List<MySqlPlace> places =
        List.of(place("given", "none is named"), place("installed", "none is installed"));

    assertThat(TestMySql.lacking(places))
        .contains("no MySQL server can be had: none is named; none is installed");
    assertThatThrownBy(() -> TestMySql.start(SETTINGS, places))
        .hasMessageContaining("none is named; none is installed");
  }

  private static MySqlPlace place(String name, String lacking) {
    return new MySqlPlace() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Optional<String> lacking() {
        return Optional.of(lacking).filter(reason -> !reason.isEmpty());
      }

      @Override
      public DatabaseServer start(Settings settings) {
        return new ReachedMySql(name, 1, "", "", "", "", () -> {});
      }
    };
  }
}
