package dev.lockstep.engine.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownDefinitionTest {

  private static final ShownDefinition CHILD =
      new ShownDefinition(
          """
          CREATE TABLE `child` (
            `id` int(11) NOT NULL COMMENT 'CONSTRAINT `x` FOREIGN KEY ON DELETE CASCADE',
            `J` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`J`)),
            PRIMARY KEY (`id`),
            CONSTRAINT `it``s` FOREIGN KEY (`p`) REFERENCES `parent` (`id`) ON DELETE CASCADE ON UPDATE SET NULL,
            CONSTRAINT `plain` FOREIGN KEY (`q`) REFERENCES `other`.`parent` (`id`) ON DELETE NO ACTION,
            CONSTRAINT `last` FOREIGN KEY (`q`) REFERENCES `parent` (`id`) ON UPDATE CASCADE
          ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4""");

  @Test
  void tellsOfKeysThatActByThemselves() {
    assertThat(CHILD.cascades())
        .hasSize(2)
        .first()
        .asString()
        .contains("Foreign key it`s acts by itself (ON DELETE CASCADE, ON UPDATE SET NULL)");
    assertThat(CHILD.cascades().getLast()).contains("last", "(ON UPDATE CASCADE)");
  }

  @Test
  void knowsColumnsOfJson() {
    assertThat(CHILD.checksJson("j")).isTrue();
    assertThat(CHILD.checksJson("id")).isFalse();
  }
}
