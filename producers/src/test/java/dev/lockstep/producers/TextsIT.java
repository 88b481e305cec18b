package dev.lockstep.producers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.flow.config.ProducersSettings.OnLostHistory;
import dev.lockstep.producers.text.ServerCodes;
import java.sql.Connection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/**
 * Goal: a text is what the server says it is, in whatever character set it is stored and however it
 * is read, or it is refused by name. Method: every code of every character set of a real server, in
 * a table that a snapshot reads, in one that the log tells, and in that one read anew.
 */
class TextsIT extends OnServers {

  private static final int CODES_A_VALUE = 60;

  /** Any type will do, so each character set has another. */
  private static final List<String> TYPES =
      List.of("varchar(64)", "text", "char(64)", "mediumtext", "tinytext", "longtext");

  /** What is stored, in hexadecimal, and what it says. */
  private record Piece(String hex, String text) {}

  @Test
  void everyTextIsTheServersInSnapshotLogAndReread() throws Exception {
    String name = Servers.fresh("texts");
    Map<String, List<Piece>> pieces = new LinkedHashMap<>();
    try (Connection connection = servers.database.adminConnection("mysql")) {
      for (String set : ServerCodes.characterSets(connection)) {
        pieces.put(set, pieces(ServerCodes.exact(connection, set)));
      }
    }
    int rows = pieces.values().stream().mapToInt(List::size).max().orElseThrow();
    servers.sql(
        "create database " + name, create(name, "read", pieces), create(name, "logged", pieces));
    fill(name, "read", pieces, rows);
    try (CaptureService service = capture(name);
        Topic read = servers.topic(name + "." + name + ".read");
        Topic logged = servers.topic(name + "." + name + ".logged")) {
      same(pieces, texts(read, "r", rows, 0), "snapshot");
      logged.until(all -> all.stream().filter(r -> Topic.op(r).equals("e")).count() == 4);
      fill(name, "logged", pieces, rows);
      same(pieces, texts(logged, "c", rows, 0), "log");
      int before = logged.all().size();
      RereadIT.request(servers, name, name + ".logged");
      same(pieces, texts(logged, "r", rows, before), "reread");
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void aTableWithBytesThatAreNoTextIsRefusedByNameAndOthersGoOn() throws Exception {
    String name = Servers.fresh("texts");
    servers.sql("create database " + name, "create table " + name + ".other (id int primary key)");
    Map<String, String> odd = new LinkedHashMap<>();
    odd.put("cp1251", "98");
    odd.put("cp1257", "A1");
    odd.put("greek", "D2");
    odd.put("hebrew", "A1");
    odd.put("tis620", "DB");
    odd.put("sjis", "5C");
    odd.put("utf8mb3", "EDA080");
    for (Map.Entry<String, String> one : odd.entrySet()) {
      for (String table : List.of("read_", "logged_")) {
        servers.sql(
            "create table %s.%s (id int primary key, t varchar(9) character set %s)"
                .formatted(name, table + one.getKey(), one.getKey()));
      }
      servers.sql(
          "insert into %s.read_%s values (1, X'%s')".formatted(name, one.getKey(), one.getValue()));
    }
    try (CaptureService service = capture(name);
        Topic other = servers.topic(name + "." + name + ".other");
        Topic statuses = servers.topic("lockstep.component-status")) {
      other.until(all -> all.stream().filter(r -> Topic.op(r).equals("e")).count() == 4);
      for (Map.Entry<String, String> one : odd.entrySet()) {
        servers.sql(
            "insert into %s.logged_%s values (1, X'%s')"
                .formatted(name, one.getKey(), one.getValue()));
      }
      servers.sql("insert into " + name + ".other values (1)");
      other.until(all -> Topic.rows(all).size() == 1);
      for (Map.Entry<String, String> one : odd.entrySet()) {
        for (String table : List.of("read_", "logged_")) {
          assertThat(refusal(statuses, name, name + "." + table + one.getKey()))
              .contains("column t: bytes that begin with X'" + one.getValue() + "'")
              .contains("character set " + one.getKey());
        }
      }
      assertThat(service.failure()).isEmpty();
    }
  }

  /** Where a character has two bytes or four, what fills a CHAR up is cut off in its middle. */
  private static String type(String set, int column) {
    boolean wide = set.startsWith("utf16") || set.startsWith("utf32") || set.equals("ucs2");
    return wide ? "char(64)" : TYPES.get(column % TYPES.size());
  }

  private static String create(String schema, String table, Map<String, List<Piece>> pieces) {
    List<String> columns = new ArrayList<>();
    for (String set : pieces.keySet()) {
      columns.add("`%s` %s character set %s".formatted(set, type(set, columns.size()), set));
    }
    return "create table %s.`%s` (id int primary key, %s) engine=innodb row_format=dynamic"
        .formatted(schema, table, String.join(", ", columns));
  }

  /** Values of as many codes each, none with a space at its end, which some types do not keep. */
  private static List<Piece> pieces(Map<String, String> codes) {
    List<Piece> pieces = new ArrayList<>();
    StringBuilder hex = new StringBuilder();
    StringBuilder text = new StringBuilder();
    String last =
        codes.entrySet().stream()
            .filter(code -> code.getValue().equals("x"))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();
    int count = 0;
    for (Map.Entry<String, String> code : codes.entrySet()) {
      hex.append(code.getKey());
      text.append(code.getValue());
      if (++count % CODES_A_VALUE == 0 || count == codes.size()) {
        pieces.add(new Piece(hex + last, text + "x"));
        hex.setLength(0);
        text.setLength(0);
      }
    }
    return pieces;
  }

  private static void fill(String schema, String table, Map<String, List<Piece>> pieces, int rows)
      throws Exception {
    for (int row = 0; row < rows; row++) {
      StringBuilder values = new StringBuilder();
      for (List<Piece> of : pieces.values()) {
        values.append(", X'").append(of.get(row % of.size()).hex).append('\'');
      }
      servers.sql("insert into %s.`%s` values (%d%s)".formatted(schema, table, row, values));
    }
  }

  private static Map<Integer, GenericRecord> texts(Topic topic, String op, int rows, int from) {
    List<ConsumerRecord<GenericRecord, GenericRecord>> all =
        topic.until(seen -> of(seen, op, from).size() >= rows);
    Map<Integer, GenericRecord> byId = new TreeMap<>();
    for (var record : of(all, op, from)) {
      byId.put((Integer) record.key().get("id"), (GenericRecord) record.value().get("after"));
    }
    return byId;
  }

  private static List<ConsumerRecord<GenericRecord, GenericRecord>> of(
      List<ConsumerRecord<GenericRecord, GenericRecord>> all, String op, int from) {
    return Topic.rows(all.subList(from, all.size())).stream()
        .filter(record -> Topic.op(record).equals(op))
        .toList();
  }

  private static void same(
      Map<String, List<Piece>> pieces, Map<Integer, GenericRecord> rows, String way) {
    assertThat(rows).as(way).isNotEmpty();
    rows.forEach(
        (id, row) ->
            pieces.forEach(
                (set, of) ->
                    assertThat(String.valueOf(row.get(set)))
                        .as("%s in the %s, row %d", set, way, id)
                        .isEqualTo(of.get(id % of.size()).text)));
  }

  private static String refusal(Topic statuses, String endpoint, String table) {
    return statuses
        .until(all -> all.stream().anyMatch(record -> isRefused(record.value(), endpoint, table)))
        .stream()
        .map(ConsumerRecord::value)
        .filter(status -> isRefused(status, endpoint, table))
        .map(status -> String.valueOf(status.get("message")))
        .reduce((older, newer) -> newer)
        .orElseThrow();
  }

  private static boolean isRefused(GenericRecord status, String endpoint, String table) {
    return status != null
        && status.get("subject").equals(endpoint)
        && status.get("table").equals(table)
        && status.get("state").toString().equals("REFUSED");
  }

  private static CaptureService capture(String name) {
    return CaptureService.start(
        servers.config(
            Servers.flow(name, "nowhere", name), OnLostHistory.STOP, servers.endpoint(name)),
        Clock.systemUTC());
  }
}
