package dev.lockstep.testing.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.embedded.server.DatabaseServer;
import dev.lockstep.embedded.server.Settings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GivenMySqlTest {

  private static final Settings SETTINGS = Settings.of(Path.of("nowhere"), 1);

  @Test
  void isReachedAsTheUrlSays() {
    DatabaseServer server =
        new GivenMySql("mysql://me:p%40ss+word@db.example:3307/").start(SETTINGS);

    assertThat(server.jdbcUrl("shop")).isEqualTo("jdbc:mysql://db.example:3307/shop");
    assertThat(server.user()).isEqualTo("me").isEqualTo(server.adminUser());
    assertThat(server.password()).isEqualTo("p@ss+word").isEqualTo(server.adminPassword());
  }

  @Test
  void hasMySqlsPortWhenNoneIsNamed() {
    assertThat(new GivenMySql("mysql://me:secret@db.example").start(SETTINGS).port())
        .isEqualTo(3306);
  }

  @Test
  void isLackingWhenNoUrlIsThere() {
    assertThat(new GivenMySql(null).lacking()).contains("LOCKSTEP_TEST_MYSQL_URL names none");
    assertThat(new GivenMySql("mysql://me:secret@db.example/").lacking()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"jdbc:mysql://db.example/", "mysql://db.example/", "mysql://me:s e@db.example/"})
  void saysHowItMustLookAndNoPassword(String url) {
    assertThatThrownBy(() -> new GivenMySql(url).start(SETTINGS))
        .hasMessageContaining("LOCKSTEP_TEST_MYSQL_URL must be mysql://user:password@host:port/")
        .hasMessageNotContaining("s e");
  }
}
