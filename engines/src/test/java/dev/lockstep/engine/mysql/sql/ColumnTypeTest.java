package dev.lockstep.engine.mysql.sql;

import static dev.lockstep.testing.property.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnTypeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int(11)|INT(11)",
        "bigint(20) unsigned|BIGINT(20) UNSIGNED",
        "int(5) unsigned zerofill|INT(5) UNSIGNED ZEROFILL",
        "decimal(10,2)|DECIMAL(10,2)",
        "DOUBLE|DOUBLE",
        "varchar(50)|VARCHAR(50)",
        "datetime(6)|DATETIME(6)",
        "bit(12)|BIT(12)",
        "longtext|LONGTEXT",
        "inet6|INET6",
        "varchar(50) /*!100301 COMPRESSED*/|VARCHAR(50) COMPRESSED",
        "text /*M!100301 COMPRESSED*/|TEXT COMPRESSED",
        "point|POINT",
        "int|INT",
        "geomcollection|GEOMETRYCOLLECTION",
        "vector(3)|VECTOR(3)"
      })
  void typesOfInformationSchemaAreReadAndPrinted(String text, String sql) {
    assertThat(ColumnType.parse(text).map(ColumnType::sql)).contains(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "enum('a','it''s')",
        "set('x','y')",
        "enum('back\\\\slash','new\\nline')",
        "enum('(1)','a,b','unsigned')"
      })
  void labelsSurviveReadingAndPrinting(String text) {
    ColumnType read = ColumnType.parse(text).orElseThrow();
    assertThat(ColumnType.parse(read.sql())).contains(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hologram",
        "int(11); DROP TABLE t",
        "int(11) DEFAULT 1",
        "varchar(50) character set latin1",
        "varchar('50')",
        "enum()",
        "enum(1,2)",
        "enum('a'",
        "enum('a') , x int",
        "text unsigned",
        "int /*!100301 COMPRESSED*/",
        "text /*!100301 COMPRESSED*/ x",
        "text /*!100302 COMPRESSED*/",
        "text compressedx",
        "date(3)",
        "decimal(1,2,3)",
        "int(99999999999)",
        "int(11",
        "int)11(",
        "`int`",
        "int/**/(1)"
      })
  void nothingElseIsAType(String text) {
    assertThat(ColumnType.parse(text)).isEmpty();
  }

  @Test
  void whateverIsReadPrintsAsTheSameType() {
    forAll(
        2_000,
        any -> {
          String noise = any.text(0, 255);
          for (String text : new String[] {noise, "int" + noise, "enum('" + noise + "')"}) {
            ColumnType.parse(text)
                .ifPresent(type -> assertThat(ColumnType.parse(type.sql())).contains(type));
          }
        });
  }
}
