package dev.lockstep.engine.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.schema.topic.TableName;
import org.junit.jupiter.api.Test;

class MariaDbSqlTest {

  @Test
  void aNameStaysANameWhateverItHolds() {
    assertThat(MariaDbSql.name("a`b")).isEqualTo("`a``b`");
    assertThat(MariaDbSql.name("a; DROP TABLE x -- ")).isEqualTo("`a; DROP TABLE x -- `");
    assertThat(MariaDbSql.name(new TableName("s.t", "u"))).isEqualTo("`s.t`.`u`");
    assertThatThrownBy(() -> MariaDbSql.name("")).hasMessageContaining("not a name");
    assertThatThrownBy(() -> MariaDbSql.name("a\0b")).hasMessageContaining("not a name");
  }

  @Test
  void aTextStaysATextWhateverItHolds() {
    assertThat(MariaDbSql.text("it's \\ so\0")).isEqualTo("'it''s \\\\ so\\0'");
  }
}
