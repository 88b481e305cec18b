package dev.lockstep.producers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.flow.config.ProducersSettings.OnLostHistory;
import dev.lockstep.schema.change.Filling;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: an ALTER TABLE that changes rows, of which the database logs nothing but the statement, is
 * not passed over: the rows are read anew, at once or after a restart; and one that changes none
 * costs nothing.
 */
class AlterIT extends OnServers {

  /** Before statements that MySQL does not have. */
  private static final String MARIADB = "on MariaDB: ";

  @Test
  void rowsThatAnAlterFillsAreReadAnew() throws Exception {
    String name = table();
    try (CaptureService service = capture(name);
        Topic topic = topic(name)) {
      topic.until(readTimes(1));
      servers.sql(
          "alter table " + name + ".a add s varchar(10) not null default (concat('n', 'ew'))");
      assertThat(lastRow(topic.until(readTimes(2))).get("s")).hasToString("new");

      servers.sql("alter table " + name + ".a add w int default (3 + 4)");
      assertThat(lastRow(topic.until(readTimes(3))).get("w")).isEqualTo(7);

      servers.sql("set session sql_mode = ''", "alter table " + name + ".a modify v varchar(2)");
      assertThat(lastRow(topic.until(readTimes(4))).get("v")).hasToString("on");
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void anAlterWhileNobodyReadTheLogIsNoticedAtTheNextStartAndOnlyThen() throws Exception {
    String name = table();
    try (CaptureService service = capture(name);
        Topic topic = topic(name)) {
      topic.until(readTimes(1));
      assertThat(service.failure()).isEmpty();
    }
    servers.sql("alter table " + name + ".a add w int default 7");
    try (CaptureService service = capture(name);
        Topic topic = topic(name)) {
      assertThat(lastRow(topic.until(readTimes(2))).get("w")).isEqualTo(7);
      assertThat(service.failure()).isEmpty();
    }
    try (CaptureService service = capture(name);
        Topic topic = topic(name)) {
      servers.sql("insert into " + name + ".a values (9, 'nine', 9)");
      topic.until(all -> Topic.rows(all).stream().anyMatch(row -> Topic.op(row).equals("c")));
      assertThat(timesRead(topic.all())).isEqualTo(2);
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void aColumnWithOneValueForAllRowsIsToldAndNotRead() throws Exception {
    String name = table();
    try (CaptureService service = capture(name);
        Topic topic = topic(name)) {
      topic.until(readTimes(1));
      servers.sql(
          "alter table "
              + name
              + ".a add s varchar(10) not null default 'new', add w int default 7,"
              + " add p decimal(10,2) unsigned not null default 1.5 first, add z bigint not null",
          "insert into " + name + ".a (id, v, z) values (9, 'nine', 1)");
      List<ConsumerRecord<GenericRecord, GenericRecord>> all =
          topic.until(read -> Topic.rows(read).stream().anyMatch(row -> Topic.op(row).equals("c")));
      assertThat(timesRead(all)).isEqualTo(1);
      assertThat(all.stream().filter(record -> Topic.op(record).equals("h")))
          .hasSize(4)
          .allSatisfy(
              record -> {
                Schema row = rowSchema(record.value().getSchema());
                assertThat(defaultOf(row, "s")).isEqualTo("new");
                assertThat(defaultOf(row, "w")).isEqualTo(7);
                assertThat(defaultOf(row, "z")).isEqualTo(0L);
                assertThat(row.getField("p").hasDefaultValue()).isTrue();
                assertThat(row.getField("v").schema().isNullable()).isTrue();
                assertThat(Filling.hasValue(row.getField("v"))).isFalse();
              });
      assertThat(service.failure()).isEmpty();
    }
  }

  private static Schema rowSchema(Schema envelope) {
    return envelope.getField("after").schema().getTypes().stream()
        .filter(type -> type.getType() == Schema.Type.RECORD)
        .findFirst()
        .orElseThrow();
  }

  private static Object defaultOf(Schema row, String column) {
    return row.getField(column).defaultVal();
  }

  @Test
  void anAlterThatLeavesRowsAsTheyAreCostsNothing() throws Exception {
    String name = table();
    try (CaptureService service = capture(name);
        Topic topic = topic(name)) {
      topic.until(readTimes(1));
      servers.sql(
          "alter table " + name + ".a add w int",
          "alter table " + name + ".a modify v varchar(40)",
          "alter table " + name + ".a add index (w)",
          "insert into " + name + ".a values (9, 'nine', 9)");
      topic.until(all -> Topic.rows(all).stream().anyMatch(row -> Topic.op(row).equals("c")));
      assertThat(timesRead(topic.all())).isEqualTo(1);
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void aTableThatIsDroppedWhileNobodyReadsIsEmpty() throws Exception {
    String name = table();
    try (CaptureService service = capture(name);
        Topic topic = topic(name)) {
      topic.until(readTimes(1));
      assertThat(service.failure()).isEmpty();
    }
    servers.sql("drop table " + name + ".a");
    try (CaptureService service = capture(name);
        Topic topic = topic(name)) {
      topic.until(all -> all.stream().filter(r -> Topic.op(r).equals("t")).count() == 4);
      assertThat(service.failure()).isEmpty();
    }
  }

  /**
   * With the new definition alone, the rows that are known would be held against the other side's.
   */
  @Test
  void aNewReadingBeginsBeforeTheDefinitionThatItIsFor() throws Exception {
    String name = table();
    try (CaptureService service = capture(name);
        Topic topic = topic(name)) {
      topic.until(readTimes(1));
      servers.sql("alter table " + name + ".a add g int as (id + 1) stored");
      assertThat(topic.until(readTimes(2)))
          .filteredOn(record -> record.key() == null && record.partition() == 0)
          .extracting(Topic::op)
          .containsExactly("s", "s", "e", "s", "h", "s", "e");
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void aTableThatMayNoLongerBeSeenIsNotTakenForDropped() throws Exception {
    String name = table();
    servers.sql(
        "create table " + name + ".b (id int primary key)",
        "create user " + name + "@'%' identified by 'secret'",
        "grant reload, replication slave, replication client on *.* to " + name + "@'%'",
        "grant select on " + name + ".a to " + name + "@'%'",
        "grant select on " + name + ".b to " + name + "@'%'");
    ServerEndpoint narrow = servers.endpoint(name, name, "secret");
    LockstepConfig config =
        servers.config(Servers.flow(name, "nowhere", name), OnLostHistory.STOP, narrow);
    try (CaptureService service = CaptureService.start(config, Clock.systemUTC());
        Topic topic = topic(name);
        Topic other = servers.topic(name + "." + name + ".b")) {
      topic.until(readTimes(1));
      other.until(readTimes(1));
      assertThat(service.failure()).isEmpty();
    }
    servers.sql(
        "revoke select on " + name + ".a from " + name + "@'%'",
        "alter table " + name + ".b add w int not null default 3");
    try (CaptureService service = CaptureService.start(config, Clock.systemUTC());
        Topic topic = topic(name);
        Topic other = servers.topic(name + "." + name + ".b")) {
      other.until(readTimes(2));
      assertThat(timesRead(topic.all())).as("nothing was said of the table").isEqualTo(1);
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void aTableThatIsRenamedIsReadUnderItsNewNameAlone() throws Exception {
    String name = table();
    servers.sql(
        "create table " + name + ".b (id int primary key)",
        "insert into " + name + ".b values (1),(2)");
    try (CaptureService service = capture(name);
        Topic topic = topic(name)) {
      topic.until(readTimes(1));
      servers.sql("rename table " + name + ".b to " + name + ".c", "drop table " + name + ".a");
      topic.until(all -> all.stream().filter(r -> Topic.op(r).equals("t")).count() == 4);
      try (Topic renamed = servers.topic(name + "." + name + ".c")) {
        assertThat(Topic.rows(renamed.until(readTimes(1)))).hasSize(2);
      }
      assertThat(timesRead(topic.all())).as("others are left alone").isEqualTo(1);
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void aTableThatIsMadeAnewOtherwiseBeginsEmptyAndIsNotRead() throws Exception {
    String name = table();
    try (CaptureService service = capture(name);
        Topic topic = topic(name)) {
      topic.until(readTimes(1));
      servers.sql(
          "drop table " + name + ".a",
          "create table " + name + ".a (id int primary key, w int not null default 3)",
          "insert into " + name + ".a values (9, 9)");
      List<ConsumerRecord<GenericRecord, GenericRecord>> all =
          topic.until(
              read ->
                  timesRead(read) == 2
                      && Topic.rows(read).stream().anyMatch(row -> Topic.op(row).equals("c")));
      assertThat(all)
          .filteredOn(record -> record.key() == null && record.partition() == 0)
          .extracting(Topic::op)
          .containsExactly("s", "s", "e", "t", "h", "s", "e");
      assertThat(Topic.rows(all)).filteredOn(row -> Topic.op(row).equals("r")).hasSize(1);
      assertThat(service.failure()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        MARIADB + "create or replace table @.a (id int primary key, v varchar(20))",
        "drop database @; create database @; create table @.a (id int primary key, v varchar(20))",
        "drop table @.a; create table @.a like @.same",
      })
  void aTableThatIsReplacedByOneOfTheSameColumnsIsEmpty(String statements) throws Exception {
    String name = table();
    servers.sql("create table " + name + ".same like " + name + ".a");
    try (CaptureService service = capture(name);
        Topic topic = topic(name)) {
      topic.until(readTimes(1));
      servers.sql(in(name, statements));
      topic.until(all -> all.stream().filter(r -> Topic.op(r).equals("t")).count() == 4);
      servers.sql("insert into " + name + ".a values (9, 'nine')");
      List<ConsumerRecord<GenericRecord, GenericRecord>> all =
          topic.until(read -> Topic.rows(read).stream().anyMatch(row -> Topic.op(row).equals("c")));
      assertThat(timesRead(all)).isEqualTo(1);
      // What comes next is held against rows that are there again.
      servers.sql("alter table " + name + ".a add w int default (3 + 4)");
      assertThat(lastRow(topic.until(readTimes(2))).get("w")).isEqualTo(7);
      assertThat(service.failure()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rename table @.a to @b.old",
        "rename table @b.same to @b.x, @.a to @b.y",
        "alter table @.a rename to @b.old",
        "alter table @.a add index (v), rename @b.old",
        "drop database @",
      })
  void aTableThatLeavesIsEmpty(String statements) throws Exception {
    String name = table();
    servers.sql(
        "create database " + name + "b", "create table " + name + "b.same like " + name + ".a");
    try (CaptureService service = capture(name);
        Topic topic = topic(name)) {
      topic.until(readTimes(1));
      servers.sql(in(name, statements));
      topic.until(all -> all.stream().filter(r -> Topic.op(r).equals("t")).count() == 4);
      assertThat(service.failure()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rename table @.a to @b.old, @b.same to @.a",
        "rename table @.a to @.old, @.other to @.a",
        "alter table @.a rename to @b.old; alter table @b.same rename to @.a",
      })
  void aTableThatTakesTheNameOfAnotherIsReadAnew(String statements) throws Exception {
    String name = table();
    servers.sql(
        "create database " + name + "b",
        "create table " + name + "b.same like " + name + ".a",
        "create table " + name + ".other like " + name + ".a",
        "insert into " + name + "b.same values (5, 'five')",
        "insert into " + name + ".other values (5, 'five')");
    try (CaptureService service = capture(name);
        Topic topic = topic(name)) {
      topic.until(readTimes(1));
      servers.sql(in(name, statements));
      assertThat(lastRow(topic.until(readTimes(2))).get("v")).hasToString("five");
      assertThat(service.failure()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table @.a modify g int as (id + 2) stored",
        MARIADB + "alter table @.a change g g int generated always as (id + 2) persistent",
        "alter table @.a drop g, add g int default 3",
        MARIADB + "alter table @.a drop column `G`, add column if not exists (g int default 3)",
        "alter table @.a rename column v to w, rename column w to v",
        "alter table @.a change v w varchar(20), change w v varchar(20)",
        "alter table @.a drop primary key, add primary key (id, v)",
        "alter table @.a modify n int not null",
      })
  void rowsThatAnAlterChangesUnderTheSameColumnsAreReadAnew(String statements) throws Exception {
    String name = table();
    servers.sql(
        "alter table " + name + ".a add g int as (id + 1) stored, add w varchar(20) default 'w'",
        "alter table " + name + ".a add n int, modify v varchar(20) not null");
    try (CaptureService service = capture(name);
        Topic topic = topic(name)) {
      topic.until(readTimes(1));
      String[] altering = in(name, statements);
      servers.sql(
          Stream.concat(Stream.of("set sql_mode = ''"), Stream.of(altering))
              .toArray(String[]::new));
      topic.until(readTimes(2));
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void rowsAreReadAnewUnderAKeyThatWasAlteredWhileNobodyReadTheLog() throws Exception {
    String name = table();
    servers.sql("alter table " + name + ".a modify v varchar(20) not null");
    try (CaptureService service = capture(name);
        Topic topic = topic(name)) {
      topic.until(readTimes(1));
      assertThat(service.failure()).isEmpty();
    }
    servers.sql("alter table " + name + ".a drop primary key, add primary key (v)");
    try (CaptureService service = capture(name);
        Topic topic = topic(name)) {
      List<ConsumerRecord<GenericRecord, GenericRecord>> all = topic.until(readTimes(2));
      long began =
          all.stream()
              .filter(record -> Topic.op(record).equals("s"))
              .mapToLong(Topic::serial)
              .max()
              .orElseThrow();
      assertThat(
              Topic.rows(all).stream()
                  .filter(row -> Topic.serial(row) > began)
                  .map(row -> row.key().toString()))
          .containsExactly("{\"v\": \"one\"}");
      servers.sql("insert into " + name + ".a values (1, 'two')");
      topic.until(read -> Topic.rows(read).stream().anyMatch(row -> Topic.op(row).equals("c")));
      assertThat(timesRead(topic.all())).isEqualTo(2);
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void bothTablesOfAnExchangedPartitionAreReadAnew() throws Exception {
    String name = table();
    servers.sql(
        "create table " + name + ".p like " + name + ".a",
        "alter table "
            + name
            + ".p partition by range (id)"
            + " (partition low values less than (10), partition high values less than maxvalue)",
        "insert into " + name + ".p values (2, 'two')");
    try (CaptureService service = capture(name);
        Topic topic = topic(name)) {
      topic.until(readTimes(1));
      servers.sql(in(name, "alter table @.p exchange partition low with table @.a"));
      assertThat(lastRow(topic.until(readTimes(2))).get("v")).hasToString("two");
      assertThat(service.failure()).isEmpty();
    }
  }

  private static String[] in(String name, String statements) {
    assumeTrue(servers.isMariaDb() || !statements.startsWith(MARIADB), "MySQL lacks the statement");
    return statements.replace(MARIADB, "").replace("@", name).split("; ");
  }

  @Test
  void rowsOfAPartitionThatIsEmptiedAreReadAnew() throws Exception {
    String name = table();
    servers.sql(
        "alter table "
            + name
            + ".a partition by range (id)"
            + " (partition low values less than (10), partition high values less than maxvalue)",
        "insert into " + name + ".a values (20, 'twenty')");
    try (CaptureService service = capture(name);
        Topic topic = topic(name)) {
      topic.until(readTimes(1));
      servers.sql("alter table " + name + ".a truncate partition low");
      assertThat(lastRow(topic.until(readTimes(2))).get("id")).isEqualTo(20);
      servers.sql("alter table " + name + ".a drop partition low");
      topic.until(readTimes(3));
      assertThat(service.failure()).isEmpty();
    }
  }

  private static String table() throws Exception {
    String name = Servers.fresh("alter");
    servers.sql(
        "create database " + name,
        "create table " + name + ".a (id int primary key, v varchar(20))",
        "insert into " + name + ".a values (1,'one')");
    return name;
  }

  private static CaptureService capture(String name) throws Exception {
    LockstepConfig config =
        servers.config(
            Servers.flow(name, "nowhere", name), OnLostHistory.STOP, servers.endpoint(name));
    return CaptureService.start(config, Clock.systemUTC());
  }

  private static Topic topic(String name) throws Exception {
    return servers.topic(name + "." + name + ".a");
  }

  /** The table was read to its end this often. */
  private static Predicate<List<ConsumerRecord<GenericRecord, GenericRecord>>> readTimes(
      int times) {
    return all -> timesRead(all) == times;
  }

  private static long timesRead(List<ConsumerRecord<GenericRecord, GenericRecord>> all) {
    return all.stream().filter(r -> Topic.op(r).equals("e")).count() / 4;
  }

  private static GenericRecord lastRow(List<ConsumerRecord<GenericRecord, GenericRecord>> all) {
    List<ConsumerRecord<GenericRecord, GenericRecord>> rows =
        Topic.rows(all).stream()
            .sorted((a, b) -> Long.compare(Topic.serial(a), Topic.serial(b)))
            .toList();
    return (GenericRecord) rows.getLast().value().get("after");
  }
}
