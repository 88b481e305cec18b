package dev.lockstep.engine.mysql.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.flow.plan.Fit;
import dev.lockstep.schema.change.Capacity;
import dev.lockstep.schema.change.Column;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of one type's values does not fit into another, in the words that people read. */
class FitTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "varchar(40) | varchar(10) | more than 10 characters do not fit",
        "text | varchar(200) | more than 200 characters do not fit",
        "longtext | text | more than 65535 characters do not fit",
        "varbinary(9) | varbinary(8) | more than 8 bytes do not fit",
        "bigint(20) | int(11) | only values from -2147483648 to 2147483647 fit",
        "int(10) unsigned | int(11) | only values from -2147483648 to 2147483647 fit",
        "int(11) | bigint(20) unsigned | only values from 0 to 18446744073709551615 fit",
        "decimal(12,2) | decimal(10,2) | only values from -99999999.99 to 99999999.99 fit",
        "decimal(10,0) | smallint | only values from -32768 to 32767 fit",
        "bigint | double | numbers beyond 9007199254740992 lose digits",
        "datetime | timestamp | only values from 1970-01-01 00:00:01 to 2038-01-19 03:14:07 fit",
        "datetime(6) | date | the time of day is lost",
        "enum('a','b') | enum('a') | [b] do not fit",
        "varchar(9) | enum('a') | only [a] fit",
        "varchar(40) | int(11) | texts that are no numbers do not fit",
        "varbinary(9) | binary(9) | shorter values get zero bytes at their end",
        "text | json | what is not JSON does not fit",
        "char(36) | uuid | what is no UUID does not fit"
      })
  void saysWhatDoesNotFit(String source, String target, String reason) {
    assertThat(Fit.reasons(column(source), column(target))).contains(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "varchar(10) | varchar(10)",
        "varchar(10) | longtext",
        "int(11) | int(5)",
        "int(10) unsigned | bigint(20)",
        "int | decimal(10,0)",
        "int | double",
        "decimal(10,2) | decimal(12,2)",
        "datetime | datetime(6)",
        "enum('a') | enum('b','a')",
        "enum('a') | varchar(9)",
        "timestamp | datetime",
        "uuid | char(36)",
        "json | longtext",
        "int | int(11)",
        "int(11) unsigned | int unsigned",
        "binary(4) | binary(4)",
        "bit(8) | bit(8)",
        "bit(1) | tinyint(1)",
        "date | datetime"
      })
  void findsNothingWhereAllFits(String source, String target) {
    assertThat(Fit.reasons(column(source), column(target))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"decimal(10,3) | decimal(10,2)", "datetime(6) | datetime", "double | float"})
  void digitsThatAreLostAreSaidApart(String source, String target) {
    assertThat(Fit.losesDigits(capacity(source), capacity(target))).isTrue();
    assertThat(Fit.losesDigits(capacity(target), capacity(source))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "utf8mb4_bin, utf8mb3_bin",
    "utf8mb4_0900_ai_ci, latin1_swedish_ci",
    "utf8mb3_bin, latin1_bin",
    "latin1_bin, ascii_bin"
  })
  void charactersThatAreLackingDoNotFit(String source, String target) {
    assertThat(Fit.reasons(text(source), text(target))).hasSize(1);
    assertThat(Fit.reasons(text(target), text(source))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hologram(3)", "int(", ""})
  void nothingIsConcludedFromAnUnknownType(String type) {
    assertThat(ColumnTypes.capacity(type, Optional.empty())).isEmpty();
  }

  private static Column text(String collation) {
    Capacity capacity = ColumnTypes.capacity("varchar(9)", Optional.of(collation)).orElseThrow();
    return new Column("c", "varchar(9)", capacity, false, false);
  }

  private static Column column(String type) {
    return new Column("c", type, capacity(type), false, false);
  }

  private static Capacity capacity(String type) {
    return ColumnTypes.capacity(type, Optional.empty()).orElseThrow();
  }
}
