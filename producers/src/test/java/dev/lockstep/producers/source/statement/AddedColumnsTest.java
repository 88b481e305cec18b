package dev.lockstep.producers.source.statement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.producers.source.event.AddedColumn;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddedColumnsTest {

  @Test
  void readsNumbersTextsAndWhatATypeHasByItself() {
    assertThat(
            AddedColumns.of(
                """
                ALTER TABLE `s`.`t` ADD COLUMN IF NOT EXISTS `colour` varchar(9) CHARACTER SET
                utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT 'red' AFTER id,
                MODIFY x DECIMAL(10,2), ADD n int(11) unsigned default 7 comment 'a, b',
                ADD column price DECIMAL(10,2) NULL DEFAULT -1.50 /* why */ FIRST,
                ADD flag BOOLEAN DEFAULT TRUE, ADD plain INT NOT NULL, ADD INDEX (n),
                ADD nothing INT, ADD really INT DEFAULT NULL"""))
        .containsExactly(
            new AddedColumn("colour", "varchar", true, Optional.empty(), Optional.of("red")),
            new AddedColumn("N", "int", false, Optional.of("7"), Optional.empty()),
            new AddedColumn("PRICE", "decimal", false, Optional.of("-1.50"), Optional.empty()),
            new AddedColumn("FLAG", "boolean", false, Optional.of("1"), Optional.empty()),
            new AddedColumn("PLAIN", "int", true, Optional.empty(), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ADD c DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP",
        "ADD c TIMESTAMP NOT NULL DEFAULT now() ON UPDATE now()",
        "ADD c INT NOT NULL AUTO_INCREMENT PRIMARY KEY",
        "ADD c INT DEFAULT (1 + 1)",
        "ADD c INT DEFAULT 1 + 1",
        "ADD c INT AS (id + 1) STORED",
        "ADD c INT ZEROFILL DEFAULT 1",
        "ADD c VARCHAR(9) DEFAULT 'it''s'",
        "ADD c VARCHAR(9) DEFAULT 'a\\\\b'",
        "ADD c VARCHAR(9) DEFAULT 'ü'",
        "ADD c VARCHAR(9) DEFAULT x'41'",
        "ADD c INT DEFAULT 1e3",
        "ADD c INT DEFAULT NEXTVAL(s)",
        "ADD (c INT DEFAULT 1, d INT DEFAULT 2)",
        "ADD COLUMN (c INT NOT NULL)",
        "ADD c INT NOT NULL CHECK (c > 0)",
        "ADD PARTITION (PARTITION p VALUES LESS THAN (5))",
        "ADD CONSTRAINT c CHECK (id > 0)",
        "ADD FOREIGN KEY (id) REFERENCES u (id)",
        "ADD UNIQUE (id)",
      })
  void claimsNothingOfWhatItDoesNotUnderstand(String clause) {
    assertThat(AddedColumns.of("ALTER TABLE t " + clause)).isEmpty();
  }
}
