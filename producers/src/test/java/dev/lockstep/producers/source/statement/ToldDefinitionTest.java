package dev.lockstep.producers.source.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToldDefinitionTest {

  private static String told(String sql) {
    return ToldDefinition.of(sql, "shop", schema -> List.of("a", "b`c")).replace("\n", " ").strip();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "create or replace table a (id int)|DROP TABLE IF EXISTS `shop`.`a`; create or replace table a (id int)",
        "drop database if exists `X``y`|DROP TABLE IF EXISTS `X``y`.`a`; DROP TABLE IF EXISTS `X``y`.`b``c`; drop database if exists `X``y`",
        "rename table if exists a wait 5 to b.Old, New to a|RENAME TABLE `shop`.`a` TO `b`.`Old`, `shop`.`New` TO `shop`.`a`; DROP TABLE IF EXISTS `shop`.`New`; CREATE TABLE IF NOT EXISTS `b`.`Old` (LOCKSTEP_UNREAD INT); CREATE TABLE IF NOT EXISTS `shop`.`a` (LOCKSTEP_UNREAD INT)",
        "alter table x.a add (rename int), rename as c|alter table x.a add (rename int), rename as c; DROP TABLE IF EXISTS `x`.`a`; CREATE TABLE IF NOT EXISTS `shop`.`c` (LOCKSTEP_UNREAD INT)",
        "create or replace view a as select 1|CREATE TABLE IF NOT EXISTS `shop`.`a` (LOCKSTEP_UNREAD INT)",
        "create algorithm=merge definer=`view`@`%` sql security invoker view if not exists x.`v` (c) as select 1|CREATE TABLE IF NOT EXISTS `x`.`v` (LOCKSTEP_UNREAD INT)",
        "drop view if exists a, x.b|DROP TABLE IF EXISTS `shop`.`a`; DROP TABLE IF EXISTS `x`.`b`;",
        "alter table p exchange partition q with table a|alter table p exchange partition q with table a; ALTER TABLE `shop`.`a` TRUNCATE PARTITION untold",
      })
  void saysWhatTheStatementDoesToOtherTables(String sql, String expected) {
    assertThat(told(sql)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table a (id int)",
        "create definer=`a`@`%` procedure view() begin end",
        "create definer=root@localhost trigger t before insert on view for each row set @a=1",
        "create or replace temporary table a (id int)",
        "drop table a",
        "rename user a to b",
        "alter table a rename column b to c",
        "alter table a rename index b to c, rename key d to e",
        "alter database x character set latin1",
        "insert into a values (1)",
        ""
      })
  void leavesOtherStatements(String sql) {
    assertThat(told(sql)).isEqualTo(sql);
  }
}
