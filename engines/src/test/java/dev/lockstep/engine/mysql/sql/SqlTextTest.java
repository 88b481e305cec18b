package dev.lockstep.engine.mysql.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.schema.topic.TableName;
import org.junit.jupiter.api.Test;

class SqlTextTest {

  @Test
  void aNameStaysANameWhateverItHolds() {
    assertThat(SqlText.name("a`b")).isEqualTo("`a``b`");
    assertThat(SqlText.name("a; DROP TABLE x -- ")).isEqualTo("`a; DROP TABLE x -- `");
    assertThat(SqlText.name(new TableName("s.t", "u"))).isEqualTo("`s.t`.`u`");
    assertThatThrownBy(() -> SqlText.name("")).hasMessageContaining("not a name");
    assertThatThrownBy(() -> SqlText.name("a\0b")).hasMessageContaining("not a name");
  }

  @Test
  void aTextStaysATextWhateverItHolds() {
    assertThat(SqlText.text("it's \\ so\0")).isEqualTo("'it''s \\\\ so\\0'");
  }
}
