package dev.lockstep.producers.source.statement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTypesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "bool default true|TINYINT(1) default 1",
        "integer(5) unsigned|INT(5) unsigned",
        "double precision(10, 3) not null|DOUBLE(10, 3) not null",
        "float(24)|FLOAT",
        "float(25) unsigned|DOUBLE unsigned",
        "float(7,4)|FLOAT(7,4)",
        "national character varying(9)|VARCHAR(9) CHARACTER SET utf8mb3",
        "long byte|MEDIUMBLOB",
        "char(9) character set 'binary'|BINARY(9)",
        "varchar(9) /*!100301 COMPRESSED*/ comment 'bool'|VARCHAR(9) /*!100301 */ comment 'bool'",
        "text compressed = zlib charset latin1|TEXT CHARACTER SET latin1",
        "int without system versioning|int",
        "inet6|BINARY(16)",
      })
  void writesTypesAsTheServerListsThem(String spelling, String plain) {
    assertThat(squeezed(PlainTypes.of("create table t (id int, `c` " + spelling + ", key (c))")))
        .isEqualTo("create table t (id int, `c` " + plain.replace(" ,", ",") + ", key (c))");
    assertThat(squeezed(PlainTypes.of("alter table t add column if not exists c " + spelling)))
        .isEqualTo("alter table t add column if not exists c " + plain);
  }

  private static String squeezed(String sql) {
    return sql.replaceAll(" +", " ").replace(" ,", ",").replace(" *", " *").strip();
  }

  @Test
  void findsEachColumnOfAnAlter() {
    assertThat(
            squeezed(
                PlainTypes.of(
                    "alter table t add (a bool, b int4), modify c bool after b, change d `e` bool"
                        + " first, drop f, add constraint k foreign key (bool) references x (y)")))
        .isEqualTo(
            "alter table t add (a TINYINT(1), b INT), modify c TINYINT(1) after b, change d `e`"
                + " TINYINT(1) first, drop f, add constraint k foreign key (bool) references x (y)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table t (`bool` int, `x` date comment 'c bool, d', primary key (`bool`))",
        "create table bool like t",
        "create table t select bool from u",
        "create view v as select (1) bool",
        "alter table t add system versioning",
        "alter table t add partition (partition p values less than (3))",
        "alter table t rename to bool, comment 'bool'",
        "insert into t values (1)",
        "alter table t add period for system_time(a, b)",
        "create table t (",
        "alter table t add",
        ""
      })
  void leavesEverythingElse(String sql) {
    assertThat(PlainTypes.of(sql)).isEqualTo(sql);
  }
}
