package dev.lockstep.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.row.ColumnKind;
import dev.lockstep.sink.harness.TestColumn;
import dev.lockstep.sink.harness.TestSource;
import dev.lockstep.sink.harness.TestTable;
import dev.lockstep.sink.harness.TestTarget;
import java.time.Clock;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Snapshots, TRUNCATE and DDL as they arrive in the stream. */
abstract class SinkBarriersContract extends SinkContract {

  private SinkService sink;

  SinkBarriersContract(TestTarget target) {
    super(target);
  }

  /** What the definition of a table says of its column {@code doc}, which is JSON. */
  abstract String jsonDefinition();

  @BeforeEach
  void start() {
    sink = SinkService.start(source.config(), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    if (sink != null) {
      sink.close();
    }
  }

  @Test
  void aRepeatedSnapshotRemovesWhatItDidNotShow() {
    TestTable table = source.table("t", 1, TestColumn.text("id", 20), TestColumn.text("v", 20));
    source.transaction().barrier(table, "s", 1).commit();
    TestSource.Transaction rows = source.transaction();
    for (int i = 0; i < 50; i++) {
      rows.read(table, "key " + i, "one");
    }
    rows.barrier(table, "e", 1).commit();
    eventually("SELECT COUNT(*) FROM " + table.name(), "50");

    source.transaction().barrier(table, "s", 2).commit();
    TestSource.Transaction again = source.transaction();
    for (int i = 0; i < 20; i++) {
      again.read(table, "KEY " + i, "two");
    }
    again.commit();
    // A restart in the middle of the snapshot forgets nothing.
    sink.close();
    sink = SinkService.start(source.config(), Clock.systemUTC());
    source.transaction().put(table, "key 40", "changed").commit();
    source.transaction().barrier(table, "e", 2).commit();
    eventually(
        "SELECT COUNT(*), SUM(v = 'two'), SUM(v = 'changed') FROM " + table.name(), "21|20|1");
    eventually("SELECT COUNT(*) FROM " + source.progressSchema() + ".snapshot_keys", "0");
  }

  @Test
  void anEmptyTableIsMadeWithItsSnapshot() {
    TestTable table =
        source.table(
            "t", 2, TestColumn.text("a", 20), TestColumn.integer("b"), TestColumn.integer("v"));
    source.transaction().barrier(table, "s", 1).barrier(table, "e", 1).commit();
    eventually("SELECT COUNT(*) FROM " + table.name(), "0");
    assertThat(query("SHOW CREATE TABLE " + table.name()).getFirst())
        .contains("PRIMARY KEY (`a`,`b`)");
    // Dropped at the target it is not made again before there is something to write.
    execute("DROP TABLE " + table.name());
    source.transaction().barrier(table, "h", 1).barrier(table, "t", 1).commit();
    source.transaction().put(table, "x", 1, 2).commit();
    eventually("SELECT * FROM " + table.name(), "x|1|2");
  }

  @Test
  void aTableIsReadAnewWhileItsChangesGoOn() {
    TestTable table = source.table("t", 1, TestColumn.text("id", 20), TestColumn.text("v", 40));
    TestSource.Transaction rows = source.transaction().barrier(table, "s", 1);
    for (int i = 0; i < 40; i++) {
      rows.put(table, "key " + i, "old");
    }
    rows.barrier(table, "e", 1).commit();
    eventually("SELECT COUNT(*) FROM " + table.name(), "40");
    // A snapshot that breaks off: what it showed counts for nothing in the next one.
    source
        .transaction()
        .barrier(table, "s", 2)
        .read(table, "key 30", "shown in vain")
        .read(table, "key 31", "shown in vain")
        .commit();
    eventually("SELECT v FROM " + table.name() + " WHERE id = 'key 31'", "shown in vain");
    TestSource.Transaction again = source.transaction().barrier(table, "s", 3);
    for (int i = 0; i < 20; i++) {
      again.read(table, "key " + i, "new");
    }
    again.commit();
    source
        .transaction()
        .put(table, "key 3", "changed after it was read")
        .delete(table, "key 4", "new")
        .put(table, "key 30", "only changed")
        .put(table, "key 40", "made meanwhile")
        .delete(table, "key 31", "shown in vain")
        .put(table, "key 31", "made again")
        .delete(table, "key 32", "old")
        .commit();
    sink.close();
    sink = SinkService.start(source.config(), Clock.systemUTC());
    source.transaction().barrier(table, "e", 3).commit();
    eventually("SELECT COUNT(*), SUM(v = 'new') FROM " + table.name(), "22|18");
    eventually(
        "SELECT GROUP_CONCAT(CONCAT(id, '=', v) ORDER BY id) FROM "
            + table.name()
            + " WHERE v <> 'new'",
        "key 3=changed after it was read,key 30=only changed,key 31=made again,key 40=made meanwhile");
    eventually("SELECT COUNT(*) FROM " + source.progressSchema() + ".snapshot_keys", "0");
  }

  @Test
  void truncateEmptiesPartitionByPartition() {
    TestTable table =
        source.table(
            "t",
            2,
            TestColumn.integer("a"),
            TestColumn.dateTime("b").notNull(),
            TestColumn.text("v", 9));
    TestSource.Transaction rows = source.transaction();
    for (int i = 0; i < 100; i++) {
      rows.put(table, i, 1_700_000_000_000_001L * (i % 3), "old");
    }
    rows.commit();
    eventually("SELECT COUNT(*) FROM " + table.name(), "100");
    source.transaction().barrier(table, "t", 1).put(table, 1, 5L, "new").commit();
    eventually("SELECT a, v FROM " + table.name(), "1|new");
  }

  @Test
  void newColumnsOfTheSourceAppearOnTheTarget() {
    TestTable before = source.table("t", 1, TestColumn.integer("id"), TestColumn.text("a", 5));
    source.transaction().put(before, 1, "x").commit();
    eventually("SELECT * FROM " + before.name(), "1|x");
    TestTable after =
        source.altered(
            before,
            1,
            TestColumn.integer("id"),
            TestColumn.text("a", 5),
            TestColumn.decimal("price", 8, 2),
            TestColumn.text("b", 9));
    source
        .transaction()
        .put(before, 2, "y")
        .barrier(after, "h", 1)
        .put(after, 3, "z", null, "late")
        .commit();
    eventually(
        "SELECT GROUP_CONCAT(CONCAT_WS('/', id, a, b) ORDER BY id) FROM " + after.name(),
        "1/x,2/y,3/z/late");
    assertThat(query("SHOW CREATE TABLE " + after.name()).getFirst())
        .contains("`price` decimal(8,2) DEFAULT NULL");
  }

  @Test
  void newColumnsThatHaveOneValueInAllRowsHaveItHereAsWell() {
    TestTable before = source.table("t", 1, TestColumn.integer("id"));
    source.transaction().put(before, 1).commit();
    eventually("SELECT * FROM " + before.name(), "1");
    TestTable after =
        source.altered(
            before,
            1,
            TestColumn.integer("id"),
            TestColumn.integer("seven").filled(7),
            TestColumn.text("word", 20).filled("one word"),
            TestColumn.of("words", "longtext", ColumnKind.TEXT, Schema.create(Schema.Type.STRING))
                .filled("many words"));
    // Each partition tells of it, and none finds columns that somebody else has made.
    source.transaction().barrier(after, "h", 1).put(after, 2, 8, "a", "b").commit();
    eventually(
        "SELECT * FROM " + after.name() + " ORDER BY id", "1|7|one word|many words", "2|8|a|b");
    source.transaction().barrier(after, "h", 1).put(after, 3, 9, "c", "d").commit();
    eventually("SELECT COUNT(*) FROM " + after.name(), "3");
    assertThat(source.rereads()).isZero();
    execute("ALTER TABLE " + after.name() + " ALTER COLUMN word SET DEFAULT 'other'");
    source.transaction().barrier(after, "h", 1).commit();
    await().atMost(SOON).until(() -> source.rereads() > 0);
  }

  @Test
  void newColumnsThatMayNotBeNullAreLeftEmptyInRowsThatHaveNoneYet() {
    TestTable before = source.table("t", 1, TestColumn.integer("id"), TestColumn.text("a", 5));
    source.transaction().put(before, 1, "x").commit();
    eventually("SELECT * FROM " + before.name(), "1|x");
    TestColumn made = TestColumn.dateTime("made");
    TestTable after =
        source.altered(
            before,
            1,
            TestColumn.integer("id"),
            TestColumn.text("a", 5),
            TestColumn.integer("count"),
            new TestColumn(made.name(), made.type(), made.kind(), made.schema(), false, null));
    // A row of the older definition, from a partition that is behind.
    source.transaction().barrier(after, "h", 1).put(before, 2, "y").commit();
    eventually("SELECT * FROM " + after.name() + " WHERE id = 2", "2|y|null|null");
    eventually("SELECT * FROM " + after.name() + " WHERE id = 1", "1|x|null|null");
    assertThat(source.statuses())
        .extracting(ComponentStatus::getState)
        .doesNotContain(ComponentState.REFUSED);
  }

  @Test
  void tablesLookLikeTheSource() {
    TestTable table =
        source.table(
            "odd `name`",
            2,
            TestColumn.text("b key", 30).collation("utf8mb4_bin"),
            TestColumn.integer("a"),
            TestColumn.of("doc", "longtext", ColumnKind.JSON, Schema.create(Schema.Type.STRING)),
            TestColumn.text("free", 30).collation("latin1_german2_ci").notNull());
    source.transaction().put(table, "k", 1, "{}", "f").commit();
    String name = "`" + source.name() + "`.`odd ``name```";
    eventually("SELECT COUNT(*) FROM " + name, "1");
    assertThat(query("SHOW CREATE TABLE " + name).getFirst())
        .contains("`b key` varchar(30) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL")
        .contains("PRIMARY KEY (`b key`,`a`)")
        .contains(jsonDefinition())
        .contains("`free` varchar(30) CHARACTER SET latin1 COLLATE latin1_german2_ci NOT NULL")
        .contains("ENGINE=InnoDB DEFAULT CHARSET=utf8mb4");
  }

  @Test
  void aKeyThatChangesOnlyItsSpellingStaysOneRow() {
    TestTable table = source.table("t", 1, TestColumn.text("id", 20), TestColumn.integer("v"));
    source.transaction().put(table, "abc", 1).commit();
    eventually("SELECT * FROM " + table.name(), "abc|1");
    source.transaction().delete(table, "abc", 1).put(table, "ABC", 2).commit();
    eventually("SELECT * FROM " + table.name(), "ABC|2");
    source.transaction().put(table, "ABC", 3).delete(table, "ABC", 3).put(table, "aBc", 4).commit();
    eventually("SELECT * FROM " + table.name(), "aBc|4");
  }

  @Test
  void columnsThatTheTargetComputesAreLeftToIt() {
    TestTable table = source.table("t", 1, TestColumn.integer("id"), TestColumn.integer("twice"));
    execute(
        "CREATE DATABASE " + source.name(),
        "CREATE TABLE "
            + table.name()
            + " (id INT PRIMARY KEY, twice INT AS (id * 2) STORED, note INT DEFAULT 7)");
    source.transaction().put(table, 4, 8).commit();
    eventually("SELECT * FROM " + table.name(), "4|8|7");
  }
}
