package dev.lockstep.sink.mysql.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.mysql.sql.ColumnType;
import dev.lockstep.schema.topic.TableName;
import java.net.ConnectException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MySqlDialectTest {

  private final Dialect dialect = new MySqlDialect();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "uuid|CHAR(36)",
        "inet4|VARCHAR(15)",
        "inet6|VARCHAR(45)",
        "int(11)|INT",
        "bigint(20) unsigned|BIGINT UNSIGNED",
        "int(5) unsigned zerofill|INT(5) UNSIGNED ZEROFILL",
        "tinyint(1)|TINYINT(1)",
        "tinyint(4)|TINYINT",
        "year(4)|YEAR",
        "text /*M!100301 COMPRESSED*/|TEXT",
        "decimal(10,2)|DECIMAL(10,2)",
        "vector(3)|VECTOR(3)",
        "geomcollection|GEOMETRYCOLLECTION"
      })
  void typesThatMySqlLacksHaveOneThatHoldsTheirValues(String source, String target) {
    assertThat(dialect.type(ColumnType.parse(source).orElseThrow()).sql()).isEqualTo(target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.0.19", "8.0.36-28", "8.4.3", "9.7.4-2", "10.0.0"})
  void isWrittenTo(String version) {
    assertThat(dialect.refuses(version)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"5.7.44-log", "8.0.18", "11.4.5-MariaDB-ubu2404", "5.5.5-10.11.2-MariaDB"})
  void isRefused(String version) {
    assertThat(dialect.refuses(version)).isPresent();
  }

  @Test
  void theNewRowIsNamedOtherwiseThanTheTable() {
    assertThat(dialect.orUpdate(new TableName("s", "o`dd"), List.of("`a`", "`b`")))
        .isEqualTo(
            " AS `o``dd_new` ON DUPLICATE KEY UPDATE `a`=`o``dd_new`.`a`,`b`=`o``dd_new`.`b`");
  }

  @Test
  void aDefaultIsALiteralUnlessItIsComputed() {
    assertThat(dialect.defaultLiteral("it's", "utf8mb4_bin", "")).contains("'it''s'");
    assertThat(dialect.defaultLiteral("7", null, "")).contains("7");
    assertThat(dialect.defaultLiteral("uuid()", "utf8mb4_bin", "DEFAULT_GENERATED")).isEmpty();
    assertThat(dialect.defaultLiteral(null, null, "")).isEmpty();
    assertThat(
            dialect.defaultLiteral(
                "_utf8mb4\\'it\\\\\\'s\\\\\\\\ %\\'", "utf8mb4_bin", "DEFAULT_GENERATED"))
        .contains("'it''s\\\\ %'");
  }

  @Test
  void longTextsHaveExpressionsForDefaults() {
    assertThat(dialect.asDefault(ColumnType.of("text"), "'x'")).isEqualTo("('x')");
    assertThat(dialect.asDefault(ColumnType.of("varchar", 9), "'x'")).isEqualTo("'x'");
    assertThat(dialect.asDefault(ColumnType.of("int"), "7")).isEqualTo("7");
  }

  @Test
  void ofALostConnectionIsSaidWhy() {
    SQLException lost =
        new SQLException(
            "Communications link failure\n\nThe last packet was sent long ago.",
            "08S01",
            new ConnectException("Connection refused"));
    assertThat(dialect.said(lost)).isEqualTo("Communications link failure: Connection refused");
    assertThat(dialect.said(new SQLException("Data truncation: Data too long for column 'a'")))
        .isEqualTo("Data too long for column 'a'");
  }
}
