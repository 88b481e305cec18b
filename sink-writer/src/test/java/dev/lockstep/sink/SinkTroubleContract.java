package dev.lockstep.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.flow.config.SinkSettings;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.DeadLetter;
import dev.lockstep.schema.row.ColumnKind;
import dev.lockstep.sink.harness.TestColumn;
import dev.lockstep.sink.harness.TestSource;
import dev.lockstep.sink.harness.TestTable;
import dev.lockstep.sink.harness.TestTarget;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows, tables and accounts that a target refuses: said, kept, and no hindrance to the rest. */
abstract class SinkTroubleContract extends SinkContract {

  /** Definitions of a column of which two rows never hold the same value, on any server. */
  static final List<String> UNIQUE_EMAILS =
      List.of(
          "email VARCHAR(40), UNIQUE KEY (email)",
          "email TEXT, UNIQUE KEY (email(6))",
          "email VARCHAR(40), low VARCHAR(40) AS (LOWER(email)) VIRTUAL, UNIQUE KEY (low)",
          "email VARCHAR(40), low BIGINT AS (CRC32(email)) STORED, UNIQUE KEY (low, email(4))",
          "email VARCHAR(40), UNIQUE KEY a (email), b VARCHAR(9) AS (SUBSTR(email, 2)) VIRTUAL, UNIQUE KEY b (b)");

  SinkTroubleContract(TestTarget target) {
    super(target);
  }

  @Test
  void refusedRowsBecomeDeadLettersAndTheRestGoesOn() {
    TestTable table = source.table("t", 1, TestColumn.integer("id"), TestColumn.text("name", 50));
    execute(
        "CREATE DATABASE " + source.name(),
        "CREATE TABLE " + table.name() + " (id INT PRIMARY KEY, name VARCHAR(5))");
    TestSource.Transaction transaction = source.transaction();
    for (int id = 1; id <= 300; id++) {
      transaction.put(table, id, id % 100 == 7 ? "much too long" : "ok");
    }
    transaction.commit();
    try (SinkService sink = SinkService.start(source.config(), Clock.systemUTC())) {
      eventually("SELECT COUNT(*) FROM " + table.name(), "297");
      await().atMost(SOON).until(() -> source.deadLetters().size() == 3);
      // The key is right again as soon as a row comes that fits.
      source.transaction().put(table, 7, "fits").commit();
      eventually("SELECT name FROM " + table.name() + " WHERE id = 7", "fits");
    }
    List<DeadLetter> letters = source.deadLetters();
    assertThat(letters)
        .extracting(DeadLetter::getKey)
        .containsExactlyInAnyOrder("id=7", "id=107", "id=207");
    DeadLetter letter = letters.getFirst();
    assertThat(letter.getErrorClass()).isEqualTo("22001/1406");
    assertThat(letter.getError())
        .contains("Data too long for column 'name'")
        .doesNotContain("conn=");
    assertThat(letter.getTable()).isEqualTo(table.name().toString());
    assertThat(letter.getId()).endsWith("-" + letter.getPartition() + "-" + letter.getOffset());
    assertThat(letter.getRecordValue().remaining()).isPositive();
    assertThat(letters).extracting(DeadLetter::getId).doesNotHaveDuplicates();
  }

  @Test
  void aTableThatCannotBeUsedWaitsAndTheOthersGoOn() {
    TestTable good = source.table("good", 1, TestColumn.integer("id"));
    TestTable keyless = source.table("keyless", 1, TestColumn.integer("id"));
    TestTable shared = source.table("shared", 1, TestColumn.integer("id"));
    TestTable odd =
        source.table(
            "odd",
            1,
            TestColumn.integer("id"),
            new TestColumn(
                "x",
                "hologram(3)",
                TestColumn.text("x", 1).kind(),
                TestColumn.text("x", 1).schema(),
                true,
                null));
    // The second has a column of its own in its key: rows that differ in it are not the source's.
    execute(
        "CREATE DATABASE " + source.name(),
        "CREATE TABLE " + keyless.name() + " (id INT)",
        "CREATE TABLE "
            + shared.name()
            + " (tenant INT NOT NULL DEFAULT 7, id INT NOT NULL,"
            + " PRIMARY KEY (tenant, id))",
        "INSERT INTO " + shared.name() + " VALUES (1, 1)");
    source.transaction().put(keyless, 1).put(shared, 1).put(odd, 1, "x").put(good, 1).commit();
    try (SinkService sink = SinkService.start(source.config(), Clock.systemUTC())) {
      eventually("SELECT id FROM " + good.name(), "1");
      ComponentStatus status = eventually(keyless.name().toString(), ComponentState.REFUSED);
      assertThat(status.getMessage())
          .contains(keyless.name().toString())
          .contains("has no primary key or unique key on exactly (id)");
      assertThat(status.getRemedy()).contains("primary key");
      assertThat(eventually(shared.name().toString(), ComponentState.REFUSED).getMessage())
          .contains("unique key on exactly (id)");
      eventually("SELECT tenant, id FROM " + shared.name(), "1|1");
      assertThat(eventually(odd.name().toString(), ComponentState.REFUSED).getMessage())
          .contains("column 'x' has type 'hologram(3)'");
      source.transaction().put(good, 2).commit();
      eventually("SELECT COUNT(*) FROM " + good.name(), "2");

      execute("ALTER TABLE " + keyless.name() + " ADD PRIMARY KEY (id)");
      eventually("SELECT id FROM " + keyless.name(), "1");
      eventually(keyless.name().toString(), ComponentState.RUNNING);
    }
  }

  @Test
  void withoutCreateTablesAMissingTableOrColumnWaits() {
    TestTable table = source.table("t", 1, TestColumn.integer("id"), TestColumn.text("a", 5));
    TestTable empty = source.table("empty", 1, TestColumn.integer("id"));
    source.transaction().put(table, 1, "x").commit();
    source.transaction().barrier(empty, "s", 1).barrier(empty, "e", 1).commit();
    UnaryOperator<SinkSettings> byHand =
        s ->
            new SinkSettings(
                s.workers(),
                s.maxBatchRows(),
                s.maxBatchBytes(),
                s.retryInitial(),
                s.retryMax(),
                false,
                s.progressSchema());
    try (SinkService sink = SinkService.start(source.config(byHand), Clock.systemUTC())) {
      assertThat(eventually(table.name().toString(), ComponentState.REFUSED).getRemedy())
          .contains("sink.create-tables: true");
      assertThat(eventually(empty.name().toString(), ComponentState.REFUSED).getMessage())
          .contains("does not exist");
      execute(
          "CREATE DATABASE " + source.name(),
          "CREATE TABLE " + empty.name() + " (id INT PRIMARY KEY)",
          "CREATE TABLE " + table.name() + " (id INT PRIMARY KEY)");
      eventually(empty.name().toString(), ComponentState.RUNNING);
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(source.status(table.name().toString()).getMessage())
                      .contains("lacks the column a"));
      execute("ALTER TABLE " + table.name() + " ADD COLUMN a VARCHAR(5)");
      eventually("SELECT * FROM " + table.name(), "1|x");
    }
  }

  @Test
  void aWrongPasswordIsSaidWithoutIt() {
    TestTable table = source.table("t", 1, TestColumn.integer("id"));
    source.transaction().put(table, 1).commit();
    ServerEndpoint wrong = target.endpoint(target.server().user(), "s3cret-and-wrong");
    try (SinkService sink =
        SinkService.start(source.config(UnaryOperator.identity(), wrong), Clock.systemUTC())) {
      ComponentStatus status = eventually("", ComponentState.RETRYING);
      assertThat(status.getMessage())
          .contains("target (" + target.label() + " at")
          .startsWith("Connecting to target")
          .contains("Access denied for user '" + target.server().user() + "'");
      assertThat(status.getRemedy()).contains("endpoints.target.password");
      assertThat(status.toString()).doesNotContain("s3cret");
    }
  }

  @Test
  void aMissingGrantStopsOnlyItsTable() {
    TestTable allowed = source.table("allowed", 1, TestColumn.integer("id"));
    TestTable denied = source.table("denied", 1, TestColumn.integer("id"));
    String user = "limited_" + source.name();
    execute(
        "CREATE DATABASE " + source.name(),
        "CREATE TABLE " + allowed.name() + " (id INT PRIMARY KEY)",
        "CREATE TABLE " + denied.name() + " (id INT PRIMARY KEY)",
        "CREATE USER '" + user + "'@'%' IDENTIFIED BY 'pw'",
        "GRANT ALL ON " + source.progressSchema() + ".* TO '" + user + "'@'%'",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON " + allowed.name() + " TO '" + user + "'@'%'",
        "GRANT SELECT ON " + denied.name() + " TO '" + user + "'@'%'");
    source.transaction().put(denied, 1).put(allowed, 1).commit();
    ServerEndpoint limited = target.endpoint(user, "pw");
    try (SinkService sink =
        SinkService.start(source.config(UnaryOperator.identity(), limited), Clock.systemUTC())) {
      eventually("SELECT id FROM " + allowed.name(), "1");
      ComponentStatus status = eventually(denied.name().toString(), ComponentState.REFUSED);
      assertThat(status.getMessage()).contains("command denied to user '" + user + "'");
      assertThat(status.getRemedy()).contains("Grant the privilege").contains(user);
      execute("GRANT INSERT, UPDATE, DELETE ON " + denied.name() + " TO '" + user + "'@'%'");
      eventually("SELECT id FROM " + denied.name(), "1");
      eventually(denied.name().toString(), ComponentState.RUNNING);
    }
  }

  @ParameterizedTest
  @MethodSource("uniqueEmails")
  void uniqueValuesThatRowsSwapArriveRightAndNeverChangeAnotherRow(String email) {
    TestTable table =
        source.table("users", 1, TestColumn.integer("id"), TestColumn.text("email", 40));
    execute(
        "CREATE DATABASE " + source.name(),
        "CREATE TABLE " + table.name() + " (id INT PRIMARY KEY, " + email + ")");
    TestSource.Transaction first = source.transaction();
    for (int id = 0; id < 40; id++) {
      first.put(table, id, "user" + id);
    }
    first.commit();
    try (SinkService sink = SinkService.start(source.config(), Clock.systemUTC())) {
      eventually("SELECT COUNT(*) FROM " + table.name(), "40");
      // Every neighbour swaps its value with the next, through a third one, over partitions.
      for (int id = 0; id < 40; id += 2) {
        source
            .transaction()
            .put(table, id, "swap" + id)
            .put(table, id + 1, "user" + id)
            .put(table, id, "user" + (id + 1))
            .commit();
      }
      eventually(
          "SELECT COUNT(*), SUM(email = CONCAT('user', IF(id % 2 = 0, id + 1, id - 1))) FROM "
              + table.name(),
          "40|40");
    }
    assertThat(source.deadLetters()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("uniqueEmails")
  void uniqueValuesThatMovedOnWhileNobodyReadArriveByARepeatedSnapshot(String email) {
    TestTable table =
        source.table("users", 1, TestColumn.integer("id"), TestColumn.text("email", 40));
    execute(
        "CREATE DATABASE " + source.name(),
        "CREATE TABLE " + table.name() + " (id INT PRIMARY KEY, " + email + ")");
    // Where beginnings are unique, whole values need not be the same to be in each other's way.
    String before = email.contains("(6)") ? " as it was" : "";
    String after = email.contains("(6)") ? " as it is" : "";
    TestSource.Transaction first = source.transaction().barrier(table, "s", 1);
    for (int id = 0; id < 60; id++) {
      first.put(table, id, user(id, before));
    }
    first.barrier(table, "e", 1).commit();
    try (SinkService sink = SinkService.start(source.config(), Clock.systemUTC())) {
      eventually("SELECT COUNT(*) FROM " + table.name(), "60");
      // Every row now has the value of the next one, but for those that are gone.
      TestSource.Transaction again = source.transaction().barrier(table, "s", 2);
      for (int id = 0; id < 60; id++) {
        if (id % 7 != 0) {
          again.read(table, id, user((id + 1) % 60, after));
        }
      }
      again.commit();
      // Before the snapshot ends, which would remove those that are in the way.
      eventually(
          "SELECT SUM(email = CONCAT('user', (id + 1) % 60 + 10, '"
              + after
              + "')) FROM "
              + table.name(),
          "51");
      source.transaction().put(table, 1, "other").put(table, 7, user(2, after)).commit();
      source.transaction().barrier(table, "e", 2).commit();
      eventually(
          "SELECT COUNT(*), SUM(email = CONCAT('user', (id + 1) % 60 + 10, '"
              + after
              + "')), SUM(id = 7) FROM "
              + table.name(),
          "52|50|1");
      eventually("SELECT COUNT(*) FROM " + source.progressSchema() + ".snapshot_keys", "0");
    }
    assertThat(source.deadLetters()).isEmpty();
  }

  private static String user(int id, String more) {
    return "user" + (id + 10) + more;
  }

  /** Such a row is told apart by its whole key, and yet in the way of another one. */
  @Test
  void keysWithTheSameBeginningFollowEachOtherWhereTheTargetKeepsBeginningsUnique() {
    TestTable table = source.table("users", 1, TestColumn.text("id", 40), TestColumn.integer("v"));
    execute(
        "CREATE DATABASE " + source.name(),
        "CREATE TABLE "
            + table.name()
            + " (id VARCHAR(40) PRIMARY KEY, v INT, UNIQUE KEY (id(5)))");
    try (SinkService sink = SinkService.start(source.config(), Clock.systemUTC())) {
      for (int version = 0; version < 8; version++) {
        TestSource.Transaction next = source.transaction();
        for (int id = 10; id < 40; id++) {
          if (version > 0) {
            next.delete(table, "key%d-%d".formatted(id, version - 1), version - 1);
          }
          next.put(table, "key%d-%d".formatted(id, version), version);
        }
        next.commit();
      }
      eventually("SELECT COUNT(*), SUM(v = 7 AND id LIKE '%-7') FROM " + table.name(), "30|30");
    }
    assertThat(source.deadLetters()).isEmpty();
  }

  /** One partition wants what another one, far ahead, has long given to its own row. */
  @Test
  void partitionsThatAreFarApartByManyChangesOfFewRowsAreSettled() throws Exception {
    TestTable table =
        source.table(
            "users",
            1,
            TestColumn.integer("id"),
            TestColumn.text("email", 40),
            TestColumn.of("note", "longtext", ColumnKind.TEXT, Schema.create(Schema.Type.STRING)));
    execute(
        "CREATE DATABASE " + source.name(),
        "CREATE TABLE "
            + table.name()
            + " (id INT PRIMARY KEY, email VARCHAR(40), note LONGTEXT, UNIQUE KEY (email))");
    int behind = 1;
    int ahead = 2;
    while (partition(table, ahead) == partition(table, behind)) {
      ahead++;
    }
    int busy = ahead + 1;
    while (partition(table, busy) != partition(table, behind)) {
      busy++;
    }
    source.transaction().put(table, behind, "a", "").put(table, ahead, "b", "").commit();
    try (SinkService sink = SinkService.start(source.config(), Clock.systemUTC())) {
      eventually("SELECT COUNT(*) FROM " + table.name(), "2");
    }
    source.transaction().put(table, behind, "wanted", "").commit();
    for (int megabyte = 0; megabyte < 160; megabyte++) {
      source
          .transaction()
          .put(table, busy, "much" + megabyte, "x".repeat(500_000))
          .put(table, busy, "more" + megabyte, "y".repeat(500_000))
          .commit();
    }
    source.transaction().put(table, behind, "c", "").commit();
    TopicPartition far = new TopicPartition(table.topic(), partition(table, ahead));
    long offset =
        source
            .admin()
            .listOffsets(Map.of(far, OffsetSpec.latest()))
            .partitionResult(far)
            .get()
            .offset();
    source.transaction().put(table, ahead, "wanted", "").commit();
    execute(
        "UPDATE " + table.name() + " SET email = 'wanted' WHERE id = " + ahead,
        "UPDATE %s.progress SET applied_offset = %d WHERE topic = '%s' AND part = %d"
            .formatted(source.progressSchema(), offset, table.topic(), far.partition()));
    try (SinkService sink = SinkService.start(source.config(), Clock.systemUTC())) {
      eventually(
          "SELECT GROUP_CONCAT(id, '=', email ORDER BY id) FROM " + table.name(),
          "1=c,%d=wanted,%d=more159".formatted(ahead, busy));
    }
    assertThat(source.deadLetters()).isEmpty();
  }

  private static int partition(TestTable table, int id) {
    return table.partition(table.key(id), TestSource.PARTITIONS);
  }

  @Test
  void aValueThatOnlyTheTargetKeepsUniqueIsADeadLetter() {
    TestTable table =
        source.table("users", 1, TestColumn.integer("id"), TestColumn.text("email", 40));
    execute(
        "CREATE DATABASE " + source.name(),
        "CREATE TABLE "
            + table.name()
            + " (id INT PRIMARY KEY, email VARCHAR(40), UNIQUE KEY (email))");
    source.transaction().put(table, 1, "same").commit();
    try (SinkService sink = SinkService.start(source.config(), Clock.systemUTC())) {
      eventually("SELECT id FROM " + table.name(), "1");
      source.transaction().put(table, 2, "same").put(table, 3, "other").commit();
      await().atMost(SOON).until(() -> source.deadLetters().size() == 1);
      eventually("SELECT GROUP_CONCAT(id ORDER BY id) FROM " + table.name(), "1,3");
      eventually(table.name().toString(), ComponentState.RUNNING);
      source.transaction().put(table, 2, "mine").commit();
      eventually("SELECT GROUP_CONCAT(id ORDER BY id) FROM " + table.name(), "1,2,3");
    }
    assertThat(source.deadLetters()).extracting(DeadLetter::getKey).containsExactly("id=2");
  }

  @Test
  void aRowTooLargeForTheDeadLettersIsSaidWithItsSizeAndPlace() throws Exception {
    TestTable table = source.table("t", 1, TestColumn.integer("id"), TestColumn.text("name", 50));
    execute(
        "CREATE DATABASE " + source.name(),
        "CREATE TABLE " + table.name() + " (id INT PRIMARY KEY, name VARCHAR(5))");
    source.limitDeadLetters(10_000);
    Random random = new Random(1);
    StringBuilder large = new StringBuilder();
    for (int i = 0; i < 200_000; i++) {
      large.append((char) ('!' + random.nextInt(90)));
    }
    source.transaction().put(table, 1, large.toString()).put(table, 2, "ok").commit();
    try (SinkService sink = SinkService.start(source.config(), Clock.systemUTC())) {
      eventually("SELECT * FROM " + table.name(), "2|ok");
      await().atMost(SOON).until(() -> source.deadLetters().size() == 1);
      eventually(table.name().toString(), ComponentState.RUNNING);
    } finally {
      source.limitDeadLetters(16 << 20);
    }
    DeadLetter letter = source.deadLetters().getFirst();
    assertThat(letter.getKey()).isEqualTo("id=1");
    assertThat(letter.getRecordKey()).isNotNull();
    assertThat(letter.getRecordValue()).isNull();
    assertThat(letter.getError())
        .contains("Data too long for column 'name'")
        .contains("The record of 200")
        .contains("at offset " + letter.getOffset() + " of " + table.topic());
  }

  @Test
  void columnsThatTheSourceWidenedOrDroppedAreSaidWithTheStatementToRun() {
    TestTable before =
        source.table(
            "t",
            1,
            TestColumn.integer("id"),
            TestColumn.text("name", 10),
            TestColumn.integer("old"));
    source.transaction().put(before, 1, "x", 7).commit();
    try (SinkService sink = SinkService.start(source.config(), Clock.systemUTC())) {
      eventually("SELECT * FROM " + before.name(), "1|x|7");
      eventually(before.name().toString(), ComponentState.RUNNING);
      TestTable after =
          source.altered(before, 1, TestColumn.integer("id"), TestColumn.text("name", 40));
      source.transaction().barrier(after, "h", 1).commit();
      await()
          .atMost(SOON)
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(source.status(before.name().toString()).getMessage())
                      .contains("column name is varchar(40) at the source and varchar(10) there")
                      .contains("column old is gone at the source"));
      ComponentStatus status = source.status(before.name().toString());
      assertThat(status.getState()).isEqualTo(ComponentState.RUNNING);
      assertThat(status.getRemedy()).startsWith("Run on the target: ALTER TABLE ");
      execute(status.getRemedy().substring("Run on the target: ".length()));
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(source.status(before.name().toString()).getMessage()).isNull());
      source.transaction().put(after, 2, "longer than ten letters").commit();
      eventually("SELECT * FROM " + after.name() + " WHERE id = 2", "2|longer than ten letters");
    }
    assertThat(source.deadLetters()).isEmpty();
  }

  @Test
  void aTableThatWasAlteredOnTheTargetIsLookedAtAgainBeforeItIsRefused() {
    TestTable table = source.table("t", 1, TestColumn.integer("id"), TestColumn.text("name", 10));
    source.transaction().put(table, 1, "one").commit();
    try (SinkService sink = SinkService.start(source.config(), Clock.systemUTC())) {
      eventually("SELECT * FROM " + table.name(), "1|one");
      eventually(table.name().toString(), ComponentState.RUNNING);
      execute("ALTER TABLE " + table.name() + " RENAME COLUMN name TO other");
      source.transaction().put(table, 2, "two").commit();
      eventually("SELECT id, other, name FROM " + table.name() + " WHERE id = 2", "2|null|two");
      execute("DROP TABLE " + table.name());
      source.transaction().put(table, 3, "three").commit();
      eventually("SELECT * FROM " + table.name(), "3|three");
    }
    assertThat(source.statuses())
        .extracting(ComponentStatus::getState)
        .doesNotContain(ComponentState.REFUSED, ComponentState.RETRYING);
    assertThat(source.deadLetters()).isEmpty();
  }

  @Test
  void aRefusalIsNotHiddenByAnotherProcessThatIsWell() {
    TestTable keyless = source.table("keyless", 1, TestColumn.integer("id"));
    execute("CREATE DATABASE " + source.name(), "CREATE TABLE " + keyless.name() + " (id INT)");
    source.transaction().put(keyless, 1).commit();
    try (SinkService sink = SinkService.start(source.config(), Clock.systemUTC())) {
      eventually(keyless.name().toString(), ComponentState.REFUSED);
      source.sayOfTable(keyless.name().toString(), ComponentState.RUNNING);
      eventually(keyless.name().toString(), ComponentState.RUNNING);
      eventually(keyless.name().toString(), ComponentState.REFUSED);
    }
  }
}
