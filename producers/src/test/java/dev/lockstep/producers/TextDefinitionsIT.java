package dev.lockstep.producers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.flow.Flow;
import dev.lockstep.flow.TablePattern;
import dev.lockstep.flow.TableSelection;
import dev.lockstep.flow.config.ProducersSettings.OnLostHistory;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/**
 * Goal: a column has the character set that the database gives it, in whatever words, or without
 * any, it was defined. Method: definitions that are made while one capture follows the log, and
 * others made after it was restarted; the log holds the same words in other bytes each time.
 */
class TextDefinitionsIT extends OnServers {

  private static final String CYRILLIC = "Жук";

  /** Statements that make or alter a table, by its name; # is the first schema, ## the second. */
  private static final Map<String, List<String>> DEFINITIONS = new LinkedHashMap<>();

  private static void of(String table, String... statements) {
    DEFINITIONS.put(table, List.of(statements));
  }

  static {
    of("#.own", "create table #.own (id int primary key, t varchar(9))");
    of("#.charset", "create table #.charset (id int primary key, t varchar(9)) charset cp1251");
    of("#.collate", "create table #.collate (id int primary key, t text) collate=cp1251_bin");
    of("#.ofcol", "create table #.ofcol (id int primary key, t varchar(9) collate cp1251_bin)");
    of(
        "#.uca",
        "create table #.uca (id int primary key, t varchar(9) collate utf8mb4_uca1400_ai_ci)");
    of(
        "#.short",
        "create table #.short (id int primary key, t varchar(9)) charset utf8mb4 collate uca1400_ai_ci");
    of("#.likeit", "create table #.likeit like #.charset");
    of("#.selected", "create table #.selected (primary key (id)) as select * from #.first where 0");
    of(
        "#.converted",
        "create table #.converted (id int primary key, t varchar(9))",
        "alter table #.converted convert to character set cp1251");
    of(
        "#.default",
        "create table #.default (id int primary key)",
        "alter table #.default default character set cp1251, add column t varchar(9)");
    of(
        "#.defcoll",
        "create table #.defcoll (id int primary key)",
        "alter table #.defcoll collate cp1251_bin, add column t varchar(9)");
    of(
        "#.modified",
        "create table #.modified (id int primary key, t varchar(9))",
        "alter table #.modified modify t varchar(9) character set cp1251");
    of(
        "#.added",
        "create table #.added (id int primary key) charset cp1251",
        "alter table #.added add column t varchar(9)");
    of(
        "#.plain",
        "create table #.plain (id int primary key, t varchar(9) charset cp1251) charset cp1251",
        "alter table #.plain modify t varchar(8)");
    of("##.there", "create table ##.there (id int primary key, t varchar(9))");
    of(
        "##.later",
        "alter database ## character set cp1251",
        "create table ##.later (id int primary key, t varchar(9))");
    of("#.national", "create table #.national (id int primary key, t national varchar(9))");
  }

  @Test
  void aColumnHasTheCharacterSetThatTheDatabaseGivesIt() throws Exception {
    String one = Servers.fresh("def");
    String two = Servers.fresh("def");
    servers.sql(
        "create database " + one + " character set koi8r",
        "create table " + one + ".first (id int primary key, t varchar(9))");
    try (CaptureService service = capture(one, two);
        Topic first = servers.topic(one + "." + one + ".first")) {
      first.until(all -> all.stream().filter(r -> Topic.op(r).equals("e")).count() == 4);
      servers.sql("create database " + two + " collate koi8r_bin");
      define(one, two, "");
      expect(one, two, "");
      assertThat(service.failure()).isEmpty();
    }
    try (CaptureService service = capture(one, two)) {
      define(one, two, "2");
      expect(one, two, "2");
      assertThat(service.failure()).isEmpty();
    }
  }

  /** The server keeps a statement in what the client spoke; the driver speaks UTF-8 alone. */
  @Test
  void wordsAndNamesAreThoseOfTheDatabaseWhateverTheClientSpoke() throws Exception {
    String name = Servers.fresh("spoken");
    Map<String, String> words =
        Map.of(
            "latin1", "é", "koi8r", "Ж", "cp1251", "Ж", "macce", "č", "gbk", "阿", "utf8mb3", "é");
    servers.sql("create database " + name, "create table " + name + ".first (id int primary key)");
    try (CaptureService service = capture(name, name);
        Topic first = servers.topic(name + "." + name + ".first")) {
      first.until(all -> all.stream().filter(r -> Topic.op(r).equals("e")).count() == 4);
      for (Map.Entry<String, String> word : words.entrySet()) {
        String table = name + ".as_" + word.getKey();
        String made =
            "create table %1$s (id int primary key, `%2$s1` enum(''x'',''%2$s'') charset utf8mb4)"
                .formatted(table, word.getValue());
        servers.sql(
            """
            begin not atomic
              set character_set_collations='utf8mb4=uca1400_ai_ci,latin1=latin1_bin';
              set character_set_client=%s; execute immediate '%s'; set character_set_client=utf8mb4;
            end"""
                .formatted(word.getKey(), made),
            "insert into " + table + " values (1,2)");
        try (Topic topic = servers.topic(name + "." + table)) {
          var last = Topic.rows(topic.until(all -> !Topic.rows(all).isEmpty())).getLast();
          GenericRecord row = (GenericRecord) last.value().get("after");
          assertThat(row.getSchema().getFields().get(1).getProp("lockstep.column"))
              .as(word.getKey())
              .isEqualTo(word.getValue() + "1");
          assertThat(row.get(1)).as(word.getKey()).hasToString(word.getValue());
        }
      }
      assertThat(service.failure()).isEmpty();
    }
  }

  private static String named(String text, String one, String two, String suffix) {
    return text.replace("##", two)
        .replace("#", one)
        .replaceAll("\\.([a-z]+)", ".`$1" + suffix + "`")
        .replace(".`first2`", ".`first`");
  }

  private static void define(String one, String two, String suffix) throws Exception {
    for (Map.Entry<String, List<String>> table : DEFINITIONS.entrySet()) {
      for (String statement : table.getValue()) {
        servers.sql(named(statement, one, two, suffix));
      }
      servers.sql(
          "insert into %s (id, t) values (1, '%s')"
              .formatted(named(table.getKey(), one, two, suffix), CYRILLIC));
    }
  }

  private static void expect(String one, String two, String suffix) throws Exception {
    for (String table : DEFINITIONS.keySet()) {
      String name = named(table, one, two, suffix).replace("`", "");
      try (Topic topic = servers.topic(one + "." + name)) {
        topic.until(
            all -> {
              var rows = Topic.rows(all);
              if (rows.isEmpty()) {
                return false;
              }
              var last = rows.getLast();
              assertThat(((GenericRecord) last.value().get("after")).get("t").toString())
                  .as("%s, %s", name, Topic.op(last))
                  .isEqualTo(CYRILLIC);
              return true;
            });
      }
    }
  }

  private static CaptureService capture(String one, String two) {
    Flow flow =
        new Flow(
            "f_" + one,
            one,
            "nowhere",
            new TableSelection(
                List.of(TablePattern.parse(one + ".%"), TablePattern.parse(two + ".%")), List.of()),
            List.of(),
            List.of());
    return CaptureService.start(
        servers.config(flow, OnLostHistory.STOP, servers.endpoint(one)), Clock.systemUTC());
  }
}
