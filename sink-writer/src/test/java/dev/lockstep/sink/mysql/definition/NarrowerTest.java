package dev.lockstep.sink.mysql.definition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NarrowerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "varchar(40) | varchar(10)",
        "text | varchar(200)",
        "longtext | text",
        "varbinary(9) | binary(8)",
        "bigint(20) | int(11)",
        "bigint | int(11)",
        "int(10) unsigned | int(11)",
        "int(11) | bigint(20) unsigned",
        "decimal(12,2) | decimal(10,2)",
        "decimal(10,3) | decimal(10,2)",
        "datetime(6) | datetime",
        "enum('a','b') | enum('a')",
        "double | float",
        "varchar(40) | int(11)"
      })
  void isNarrower(String source, String target) {
    assertThat(Narrower.isNarrower(source, target)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "varchar(10) | varchar(10)",
        "varchar(10) | longtext",
        "int(11) | int(5)",
        "int(10) unsigned | bigint(20)",
        "decimal(10,2) | decimal(12,2)",
        "datetime | datetime(6)",
        "enum('a') | enum('b','a')",
        "timestamp | datetime",
        "uuid | char(36)",
        "json | longtext",
        "longtext | json",
        "int | int(11)",
        "int(11) unsigned | int unsigned",
        "hologram(3) | int(11)"
      })
  void isNot(String source, String target) {
    assertThat(Narrower.isNarrower(source, target)).isFalse();
  }
}
