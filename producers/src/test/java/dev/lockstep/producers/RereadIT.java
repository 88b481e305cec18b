package dev.lockstep.producers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.flow.config.ProducersSettings.OnLostHistory;
import dev.lockstep.schema.codec.AvroSerializer;
import dev.lockstep.schema.event.Reread;
import dev.lockstep.schema.event.RereadKey;
import dev.lockstep.schema.topic.Topics;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Goal: a table is read anew beside its own log, and the topic then tells exactly the table.
 * Method: writers that insert, update, delete and change keys in it all the while, and a consumer
 * that replays the topic by the meaning of its barriers alone.
 */
class RereadIT extends OnServers {

  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int PARTITIONS = 4;

  @BeforeAll
  static void readInSmallPieces() {
    // Pieces of a few hundred rows: many of them in a small table.
    System.setProperty("lockstep.reread.rows", "500");
  }

  @AfterAll
  static void readAsUsual() {
    System.clearProperty("lockstep.reread.rows");
  }

  @Test
  void theTopicTellsTheTableHoweverItIsWrittenMeanwhile() throws Exception {
    System.out.println("RereadIT seed " + SEED);
    String name = Servers.fresh("load");
    table(name, "a", 6000);
    table(name, "b", 100);
    AtomicBoolean done = new AtomicBoolean();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> writers = new ArrayList<>();
    try (CaptureService service = capture(name);
        Topic topic = servers.topic(name + "." + name + ".a");
        Topic other = servers.topic(name + "." + name + ".b")) {
      topic.until(all -> timesRead(all) == 1);
      for (int i = 0; i < 3; i++) {
        Random random = new Random(SEED + i);
        writers.add(writer(name, random, done, failure));
      }
      for (int times = 2; times <= 4; times++) {
        int wanted = times;
        request(name, "a");
        topic.until(all -> timesRead(all) >= wanted);
        assertThat(failure.get()).isNull();
      }
      done.set(true);
      for (Thread writer : writers) {
        writer.join();
      }
      assertThat(failure.get()).isNull();
      servers.sql("insert into " + name + ".a values ('end', 1, 0)");
      List<ConsumerRecord<GenericRecord, GenericRecord>> all =
          topic.until(seen -> seen.stream().anyMatch(r -> r.key() != null && isEnd(r)));
      assertThat(replayed(all)).isEqualTo(stored(name, "a"));
      assertThat(all.stream().filter(r -> Topic.op(r).equals("r")).count())
          .as("rows of which the log told something newer are dropped, others are not")
          .isGreaterThan(9000);
      assertNothingOlderOverNewer(all);
      other.until(seen -> timesRead(seen) >= 1);
      assertThat(timesRead(other.all())).as("another table is left alone").isEqualTo(1);
      assertThat(service.failure()).isEmpty();
    }
  }

  private static boolean isEnd(ConsumerRecord<GenericRecord, GenericRecord> record) {
    return record.key().get("k").toString().equals("end");
  }

  /** Versions of a row rise: a read row never takes one back. */
  private static void assertNothingOlderOverNewer(
      List<ConsumerRecord<GenericRecord, GenericRecord>> all) {
    Map<String, Long> newest = new TreeMap<>();
    for (var record : bySerial(Topic.rows(all))) {
      GenericRecord image =
          (GenericRecord)
              (record.value().get("after") == null
                  ? record.value().get("before")
                  : record.value().get("after"));
      String key = record.key().toString();
      long version = ((Number) image.get("v")).longValue();
      Long before = newest.put(key, version);
      assertThat(before == null || before <= version)
          .as("%s of %s", Topic.op(record), key)
          .isTrue();
    }
  }

  @Test
  void aReadingThatIsKilledStartsAgainAndEveryBeginningHasAnEnd() throws Exception {
    String name = Servers.fresh("kill");
    table(name, "a", 8000);
    table(name, "b", 3000);
    try (Topic topic = first(name, "a");
        Topic other = servers.topic(name + "." + name + ".b")) {
      CaptureService running = capture(name);
      other.until(all -> timesRead(all) == 1);
      request(name, "a");
      request(name, "b");
      topic.until(
          all -> all.stream().filter(r -> Topic.op(r).equals("s")).count() >= 2 * PARTITIONS);
      running.kill();
      servers.sql("delete from " + name + ".a where n < 1000", "delete from " + name + ".b");
      try (CaptureService again = capture(name)) {
        topic.until(all -> timesRead(all) == 2);
        other.until(all -> timesRead(all) == 2);
        servers.sql("insert into " + name + ".a values ('end', 1, 0)");
        List<ConsumerRecord<GenericRecord, GenericRecord>> all =
            topic.until(seen -> seen.stream().anyMatch(r -> r.key() != null && isEnd(r)));
        assertThat(replayed(all)).isEqualTo(stored(name, "a"));
        assertThat(replayed(other.all())).isEmpty();
        assertThat(again.failure()).isEmpty();
      }
    }
  }

  @Test
  void aRowChangedOutsideTheLogIsFoundAndARemovedOneIsGone() throws Exception {
    String name = Servers.fresh("outside");
    table(name, "a", 700);
    try (Topic topic = first(name, "a");
        CaptureService service = capture(name)) {
      servers.sql(
          "set session sql_log_bin = 0",
          "update " + name + ".a set n = -5 where k = 'k0000017'",
          "delete from " + name + ".a where k = 'k0000018'",
          "insert into " + name + ".a values ('unseen', 1, 3)");
      request(name, "a");
      Map<String, String> replayed = replayed(topic.until(all -> timesRead(all) == 2));
      assertThat(replayed).isEqualTo(stored(name, "a"));
      assertThat(replayed.get("k0000017")).isEqualTo("1/-5");
      assertThat(replayed).doesNotContainKey("k0000018").containsKey("unseen");
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void statementsThatDefineOrEmptyTheTableInTheMiddleDoNoHarm() throws Exception {
    String name = Servers.fresh("ddl");
    table(name, "a", 6000);
    try (Topic topic = first(name, "a");
        CaptureService service = capture(name)) {
      for (String statement :
          List.of(
              "alter table %s.a add index (n)",
              "alter table %s.a add w int",
              "alter table %s.a add x int not null default 7",
              "truncate table %s.a",
              "alter table %s.a drop column x")) {
        request(name, "a");
        servers.sql(
            statement.formatted(name),
            "replace into " + name + ".a (k, v, n) values ('" + UUID.randomUUID() + "', 1, 1)");
      }
      request(name, "a");
      answered(name, "a");
      servers.sql("insert into " + name + ".a (k, v, n) values ('end', 1, 0)");
      List<ConsumerRecord<GenericRecord, GenericRecord>> all =
          topic.until(seen -> seen.stream().anyMatch(r -> r.key() != null && isEnd(r)));
      assertThat(replayed(all)).isEqualTo(stored(name, "a"));
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void tablesThatCannotBeReadAreAnsweredSo() throws Exception {
    String name = Servers.fresh("no");
    table(name, "a", 5);
    servers.sql("create table " + name + ".keyless (v int)");
    try (Topic topic = first(name, "a");
        CaptureService service = capture(name)) {
      request(name, "keyless");
      assertThat(answered(name, "keyless").get("refusal").toString())
          .contains(name + ".keyless", "is not captured");
      request(name, "a");
      GenericRecord answer = answered(name, "a");
      assertThat(answer.get("refusal")).isNull();
      assertThat(answer.get("rows")).isEqualTo(5L);
      assertThat(timesRead(topic.until(all -> timesRead(all) >= 2))).isEqualTo(2);
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void othersStreamOnMeanwhile() throws Exception {
    String name = Servers.fresh("beside");
    table(name, "a", 20_000);
    table(name, "b", 1);
    try (Topic topic = first(name, "a");
        CaptureService service = capture(name);
        Topic other = servers.topic(name + "." + name + ".b")) {
      request(name, "a");
      for (int i = 0; timesRead(topic.all()) < 2; i++) {
        servers.sql("insert into " + name + ".b values ('new" + i + "', 1, " + i + ")");
      }
      long began =
          topic.all().stream()
              .filter(r -> Topic.op(r).equals("s"))
              .mapToLong(Topic::serial)
              .max()
              .orElseThrow();
      long end =
          topic.all().stream()
              .filter(r -> Topic.op(r).equals("e"))
              .mapToLong(Topic::serial)
              .max()
              .orElseThrow();
      servers.sql("insert into " + name + ".b values ('last', 1, 0)");
      long between =
          Topic.rows(
                  other.until(
                      all ->
                          Topic.rows(all).stream()
                              .anyMatch(r -> r.key().get("k").toString().equals("last"))))
              .stream()
              .filter(r -> Topic.serial(r) > began && Topic.serial(r) < end)
              .count();
      assertThat(between).as("changes of another table among the rows read").isGreaterThan(3);
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void aTableWhoseKeyIsAlteredIsReadByItsNewKey() throws Exception {
    String name = Servers.fresh("key");
    table(name, "a", 700);
    try (CaptureService service = capture(name);
        Topic topic = servers.topic(name + "." + name + ".a")) {
      topic.until(all -> timesRead(all) == 1);
      servers.sql(
          "alter table " + name + ".a drop primary key, add primary key (n)",
          "insert into " + name + ".a values ('k0000001', 5, 9999)",
          "delete from " + name + ".a where n = 3");
      List<ConsumerRecord<GenericRecord, GenericRecord>> all =
          topic.until(seen -> timesRead(seen) == 2);
      long began =
          all.stream()
              .filter(r -> Topic.op(r).equals("s"))
              .mapToLong(Topic::serial)
              .max()
              .orElseThrow();
      assertThat(Topic.rows(all))
          .as("nothing under the new key before the reading begins, nothing under the old behind")
          .allMatch(r -> (r.key().getSchema().getField("n") != null) == (Topic.serial(r) > began));
      servers.sql("insert into " + name + ".a values ('x', 5, 10000)");
      topic.until(
          seen -> Topic.rows(seen).stream().anyMatch(r -> Integer.valueOf(10000).equals(keyN(r))));
      assertThat(
              Topic.rows(topic.all()).stream()
                  .filter(r -> keyN(r) != null && Topic.op(r).equals("r"))
                  .count())
          .isEqualTo(700);
      assertThat(service.failure()).isEmpty();
    }
  }

  private static Object keyN(ConsumerRecord<GenericRecord, GenericRecord> record) {
    return record.key().getSchema().getField("n") == null ? null : record.key().get("n");
  }

  @Test
  void aTableWithoutTransactionsIsReadToo() throws Exception {
    String name = Servers.fresh("aria");
    table(name, "a", 3000);
    table(name, "b", 1);
    servers.sql("alter table " + name + ".a engine=" + (servers.isMariaDb() ? "aria" : "myisam"));
    AtomicBoolean done = new AtomicBoolean();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    try (Topic topic = first(name, "a");
        CaptureService service = capture(name)) {
      Thread writer = writer(name, new Random(SEED), done, failure);
      for (int times = 2; times <= 3; times++) {
        int wanted = times;
        request(name, "a");
        topic.until(all -> timesRead(all) >= wanted);
      }
      done.set(true);
      writer.join();
      servers.sql("insert into " + name + ".a values ('end', 1, 0)");
      List<ConsumerRecord<GenericRecord, GenericRecord>> all =
          topic.until(seen -> seen.stream().anyMatch(r -> r.key() != null && isEnd(r)));
      assertThat(failure.get()).isNull();
      assertThat(replayed(all)).isEqualTo(stored(name, "a"));
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void aTableWhoseDefinitionTheConnectorNeverSawIsTakenUpAlone() throws Exception {
    assumeTrue(servers.isMariaDb(), "MySQL has no sequences, which the log's reader passes over");
    String name = Servers.fresh("unseen");
    table(name, "a", 50);
    try (Topic topic = first(name, "a");
        CaptureService service = capture(name)) {
      // Neither in the log: the connector fails at the first row, and of the sequence at each
      // value.
      servers.sql(
          "set session sql_log_bin = 0",
          "create table " + name + ".c (k varchar(40) primary key, v bigint, n int)",
          "create sequence " + name + ".q",
          "set session sql_log_bin = 1",
          "insert into " + name + ".c values ('one', 1, 1)",
          "insert into " + name + ".a values ('after', 1, 1)");
      topic.until(all -> all.stream().anyMatch(r -> r.key() != null && isKey(r, "after")));
      try (Topic unseen = servers.topic(name + "." + name + ".c")) {
        unseen.until(all -> timesRead(all) == 1);
        servers.sql("insert into " + name + ".c values ('two', 1, 1)");
        assertThat(
                replayed(unseen.until(all -> all.stream().anyMatch(r -> Topic.op(r).equals("c")))))
            .isEqualTo(stored(name, "c"));
      }
      servers.sql(
          "select nextval(" + name + ".q)",
          "insert into " + name + ".a values ('last', 1, 1)",
          "select nextval(" + name + ".q)");
      topic.until(all -> all.stream().anyMatch(r -> r.key() != null && isKey(r, "last")));
      assertThat(timesRead(topic.all())).as("nothing else is read anew").isEqualTo(1);
      assertThat(service.failure()).isEmpty();
    }
  }

  private static boolean isKey(ConsumerRecord<GenericRecord, GenericRecord> record, String key) {
    return record.key().get("k").toString().equals(key);
  }

  @Test
  void keysOfEveryTypeDivideATableWithoutLoss() throws Exception {
    String name = Servers.fresh("keys");
    servers.sql("create database " + name);
    Map<String, String> types = new TreeMap<>();
    types.put("i", "int|i - 900");
    types.put("bu", "bigint unsigned|18446744073709551615 - cast(i as unsigned)");
    types.put("dc", "decimal(30,10)|i / 7 - 100");
    types.put(
        "ci", "varchar(20) character set utf8mb4 collate utf8mb4_general_ci|concat('Ä', i, ' ')");
    types.put("l1", "varchar(20) character set latin1 collate latin1_german2_ci|concat('ß\\'', i)");
    types.put("u16", "varchar(20) character set utf16|concat('😀', i)");
    types.put("sj", "varchar(20) character set sjis|concat('\\\\', i)");
    types.put("nopad", "char(20) character set utf8mb4 collate utf8mb4_nopad_bin|concat(i, 'x')");
    types.put("bin", "varbinary(20)|concat(x'00ff27', i)");
    types.put("bt", "bit(20)|i");
    types.put("dt", "datetime(6)|'2024-03-31 01:00:00' + interval i * 7 microsecond");
    types.put("ts", "timestamp(3)|'2024-10-27 00:00:00' + interval i minute");
    types.put("d", "date|'1000-01-01' + interval i day");
    types.put("tm", "time(2)|sec_to_time(i * 1.25 - 1000)");
    types.put("u", "uuid|uuid()");
    types.put("f", "float|i / 3");
    types.put("db", "double|i / 3");
    types.put("e", "enum('z','m','a')|1 + i % 3");
    types.put("st", "set('z','m','a','b')|i % 16");
    if (!servers.isMariaDb()) {
      types.remove("u");
      types.put("nopad", "char(20) collate utf8mb4_0900_ai_ci|concat(i, 'Ä')");
    }
    for (var type : types.entrySet()) {
      String[] parts = type.getValue().split("\\|");
      servers.sql(
          "set time_zone = '+00:00'",
          "create table %s.t_%s (k %s not null, k2 int not null, v int, primary key (k, k2))"
              .formatted(name, type.getKey(), parts[0]),
          "insert into %s.t_%s select %s, i, i from (select cast(seq as signed) i from %s) q"
              .formatted(name, type.getKey(), parts[1], Servers.numbersTo(1800)));
    }
    Set<String> wrong = new HashSet<>();
    try (Topic topic = first(name, "t_i");
        CaptureService service = capture(name)) {
      topic.all();
      for (String type : types.keySet()) {
        servers.sql(
            "set session sql_log_bin = 0", "update %s.t_%s set v = -v".formatted(name, type));
        request(name, "t_" + type);
      }
      for (String type : types.keySet()) {
        GenericRecord answer = answered(name, "t_" + type);
        if (!answer.get("rows").equals(1800L)) {
          wrong.add(type + " " + answer);
        }
      }
      assertThat(wrong).isEmpty();
      assertThat(service.failure()).isEmpty();
    }
  }

  /** Makes a table of rows (k, v, n): a version v that rises with each change of the key. */
  private static void table(String name, String table, int rows) throws SQLException {
    servers.sql(
        "create database if not exists " + name,
        ("create table %s.%s (k varchar(40) character set utf8mb4 collate utf8mb4_general_ci"
                + " primary key, v bigint not null, n int not null)")
            .formatted(name, table),
        "insert into %s.%s select concat('k', lpad(seq, 7, '0')), 1, seq from %s"
            .formatted(name, table, Servers.numbersTo(rows)));
  }

  /** Lets the table be read a first time. */
  private static Topic first(String name, String table) throws Exception {
    try (CaptureService service = capture(name)) {
      Topic topic = servers.topic(name + "." + name + "." + table);
      topic.until(all -> timesRead(all) == 1);
      assertThat(service.failure()).isEmpty();
      return topic;
    }
  }

  private static Thread writer(
      String name, Random random, AtomicBoolean done, AtomicReference<Throwable> failure) {
    Thread thread =
        new Thread(
            () -> {
              try (Connection connection = servers.database.adminConnection(name);
                  Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                while (!done.get()) {
                  try {
                    for (int i = random.nextInt(6); i >= 0; i--) {
                      statement.execute(change(random));
                    }
                    if (random.nextInt(10) == 0) {
                      connection.rollback();
                    } else {
                      connection.commit();
                    }
                  } catch (SQLException e) {
                    connection.rollback();
                  }
                }
              } catch (Throwable e) {
                failure.set(e);
              }
            });
    thread.start();
    return thread;
  }

  /** Versions come from a clock of the server, so that they rise over deletes and key changes. */
  private static String change(Random random) {
    String version = "cast(unix_timestamp(sysdate(6)) * 1000000 as unsigned)";
    String key = "k%07d".formatted(1 + random.nextInt(7000));
    return switch (random.nextInt(8)) {
      case 0, 1 ->
          "insert into a values ('%s', %s, 0) on duplicate key update v = values(v)"
              .formatted(key, version);
      case 2 -> "delete from a where k = '%s'".formatted(key);
      case 3 ->
          "update a set k = '%s', v = %s where k = '%s'"
              .formatted("k%07d".formatted(1 + random.nextInt(7000)), version, key);
      case 4 -> "update a set k = upper(k), v = %s where k = '%s'".formatted(version, key);
      case 5 ->
          "insert into b values ('%s', 1, 1) on duplicate key update n = n + 1".formatted(key);
      default -> "update a set n = n + 1, v = %s where k = '%s'".formatted(version, key);
    };
  }

  private static void request(String endpoint, String table) {
    request(servers, endpoint, endpoint + "." + table);
  }

  /** Asks for a table to be read anew. */
  static void request(Servers servers, String endpoint, String table) {
    AvroSerializer<IndexedRecord> keys = new AvroSerializer<>();
    AvroSerializer<IndexedRecord> values = new AvroSerializer<>();
    Map<String, Object> codec = Map.of("schema.registry.url", "mock://producers");
    keys.configure(codec, true);
    values.configure(codec, false);
    try (KafkaProducer<IndexedRecord, IndexedRecord> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers.kafka.bootstrapServers()), keys, values)) {
      producer.send(
          new ProducerRecord<>(
              Topics.REREADS.name(),
              0,
              new RereadKey(endpoint, table),
              new Reread(
                  UUID.randomUUID().toString(),
                  "A test asks for it",
                  Instant.now(),
                  null,
                  0L,
                  null)));
    }
  }

  /** The answer to the newest request for a table. */
  private static GenericRecord answered(String endpoint, String table) throws Exception {
    AtomicReference<GenericRecord> answer = new AtomicReference<>();
    try (Topic rereads = servers.topic(Topics.REREADS.name())) {
      rereads.until(
          all -> {
            String id = "";
            for (var record : all) {
              if (!record.key().get("table").toString().equals(endpoint + "." + table)) {
                continue;
              }
              boolean isAnswer =
                  record.value().get("doneAt") != null || record.value().get("refusal") != null;
              if (!isAnswer) {
                id = record.value().get("id").toString();
                answer.set(null);
              } else if (record.value().get("id").toString().equals(id)) {
                answer.set(record.value());
              }
            }
            return answer.get() != null;
          });
    }
    return answer.get();
  }

  private static CaptureService capture(String name) throws Exception {
    LockstepConfig config =
        servers.config(
            Servers.flow(name, "nowhere", name), OnLostHistory.STOP, servers.endpoint(name));
    return CaptureService.start(config, Clock.systemUTC());
  }

  private static long timesRead(List<ConsumerRecord<GenericRecord, GenericRecord>> all) {
    return all.stream().filter(r -> Topic.op(r).equals("e")).count() / PARTITIONS;
  }

  private static List<ConsumerRecord<GenericRecord, GenericRecord>> bySerial(
      List<ConsumerRecord<GenericRecord, GenericRecord>> all) {
    return all.stream().sorted((a, b) -> Long.compare(Topic.serial(a), Topic.serial(b))).toList();
  }

  /** What the topic says the table holds, partition by partition. */
  private static Map<String, String> replayed(
      List<ConsumerRecord<GenericRecord, GenericRecord>> all) {
    Map<String, String> table = new TreeMap<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      int wanted = partition;
      Map<String, String> rows = new TreeMap<>();
      Set<String> seen = new HashSet<>();
      for (var record : bySerial(all.stream().filter(r -> r.partition() == wanted).toList())) {
        switch (Topic.op(record)) {
          case "s" -> seen.clear();
          case "e" -> rows.keySet().retainAll(seen);
          case "t" -> rows.clear();
          case "h" -> {}
          default -> {
            String key = record.key().get("k").toString();
            seen.add(key);
            if (record.value().get("after") instanceof GenericRecord row) {
              rows.put(key, row.get("v") + "/" + row.get("n"));
            } else {
              rows.remove(key);
            }
          }
        }
      }
      table.putAll(rows);
    }
    return table;
  }

  private static Map<String, String> stored(String name, String table) throws SQLException {
    Map<String, String> rows = new TreeMap<>();
    try (Connection connection = servers.database.adminConnection(name);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select k, v, n from " + table)) {
      while (result.next()) {
        rows.put(result.getString(1), result.getLong(2) + "/" + result.getInt(3));
      }
    }
    return rows;
  }
}
