package dev.lockstep.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.sink.harness.TestColumn;
import dev.lockstep.sink.harness.TestSource;
import dev.lockstep.sink.harness.TestTable;
import dev.lockstep.sink.harness.TestTarget;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Goal: exactly once on real servers that fail (invariant 2). Method: triggers on the target note
 * every write of a row's version in the same transaction; a version that is noted twice was applied
 * twice.
 */
abstract class SinkFaultsContract extends SinkContract {

  SinkFaultsContract(TestTarget target) {
    super(target);
  }

  private static final int KEYS = 200;
  private static final int ROUNDS = 60;

  @Test
  void appliesOnceAlthoughTheServerIsKilledInTheMiddleOfTheLoad() throws Exception {
    assumeTrue(target.canBeKilled(), "the server is somebody else's, and not to be killed");
    TestTable table = auditedTable();
    try (SinkService sink = SinkService.start(source.config(), Clock.systemUTC())) {
      Thread load = Thread.ofPlatform().start(() -> load(table));
      for (int kill = 0; kill < 2; kill++) {
        int before = kill;
        await()
            .atMost(SOON)
            .ignoreExceptions()
            .until(() -> newestVersion(table) > ROUNDS * (before + 1) / 4);
        target.kill();
        await()
            .atMost(SOON)
            .untilAsserted(
                () -> assertThat(source.status("").getState()).isEqualTo(ComponentState.RETRYING));
        assertThat(source.status("").getMessage()).contains("target (" + target.label() + " at");
        assertThat(source.status("").getRemedy()).contains("Start the server");
        target.startAgain();
      }
      load.join();
      everythingIsAppliedOnce(table);
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(source.status("").getState()).isEqualTo(ComponentState.RUNNING));
    }
  }

  @Test
  void appliesOnceWhileSinksComeAndGo() throws Exception {
    TestTable table = auditedTable();
    Thread load = Thread.ofPlatform().start(() -> load(table));
    SinkService first = SinkService.start(source.config(), Clock.systemUTC());
    await().atMost(SOON).until(() -> newestVersion(table) > ROUNDS / 4);
    SinkService second = SinkService.start(source.config(), Clock.systemUTC());
    await().atMost(SOON).until(() -> newestVersion(table) > ROUNDS / 2);
    first.close();
    load.join();
    everythingIsAppliedOnce(table);
    second.close();
    assertThat(
            query(
                "SELECT COUNT(*) > 4, MIN(fence) > 0 FROM "
                    + source.progressSchema()
                    + ".progress WHERE fence > 1"))
        .as("partitions were taken over")
        .isNotEmpty();
  }

  @Test
  void resumesFromProgressAfterARestart() {
    TestTable table = auditedTable();
    source.transaction().put(table, 1, 1, "a").commit();
    try (SinkService sink = SinkService.start(source.config(), Clock.systemUTC())) {
      await().atMost(SOON).until(() -> newestVersion(table) == 1);
    }
    source.transaction().put(table, 1, 2, "b").commit();
    try (SinkService sink = SinkService.start(source.config(), Clock.systemUTC())) {
      await().atMost(SOON).until(() -> newestVersion(table) == 2);
    }
    assertThat(query("SELECT id, version FROM " + table.name().schema() + ".audit ORDER BY at"))
        .isEqualTo(List.of("1|1", "1|2"));
  }

  /** Kafka bounds what it hands over by its compressed size. */
  @Test
  void rowsThatCompressWellDoNotFillTheMemory() {
    TestTable table =
        source.table("t", 1, TestColumn.integer("id"), TestColumn.text("body", 1_200_000));
    execute(
        "CREATE DATABASE " + source.name(),
        "CREATE TABLE " + table.name() + " (id INT PRIMARY KEY, body LONGTEXT)");
    String body = "x".repeat(1_000_000);
    for (int version = 0; version < 2_000; version += 100) {
      TestSource.Transaction transaction = source.transaction();
      for (int i = 0; i < 100; i++) {
        transaction.put(table, 7, (version + i) + body);
      }
      transaction.commit();
    }
    try (SinkService sink = SinkService.start(source.config(), Clock.systemUTC())) {
      await()
          .atMost(SOON.multipliedBy(5))
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(query("SELECT LEFT(body, 5), LENGTH(body) FROM " + table.name()))
                      .containsExactly("1999x|1000004"));
    }
  }

  private TestTable auditedTable() {
    TestTable table =
        source.table(
            "accounts",
            1,
            TestColumn.integer("id"),
            TestColumn.integer("version"),
            TestColumn.text("note", 40));
    String schema = table.name().schema();
    String note = " FOR EACH ROW INSERT INTO audit (id, version) VALUES (NEW.id, NEW.version)";
    execute(
        "CREATE DATABASE " + schema,
        "USE " + schema,
        "CREATE TABLE accounts (id INT PRIMARY KEY, version INT, note VARCHAR(40))",
        "CREATE TABLE audit (at BIGINT AUTO_INCREMENT PRIMARY KEY, id INT, version INT)",
        "CREATE TRIGGER inserted AFTER INSERT ON accounts" + note,
        "CREATE TRIGGER updated AFTER UPDATE ON accounts" + note);
    return table;
  }

  private void load(TestTable table) {
    for (int round = 1; round <= ROUNDS; round++) {
      TestSource.Transaction transaction = source.transaction();
      for (int key = 0; key < KEYS; key++) {
        transaction.put(table, key, round, "round " + round);
      }
      transaction.commit();
      try {
        Thread.sleep(60);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private int newestVersion(TestTable table) {
    return Integer.parseInt(
        query("SELECT COALESCE(MAX(version), 0) FROM " + table.name()).getFirst());
  }

  private void everythingIsAppliedOnce(TestTable table) {
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(
                        query("SELECT COUNT(*), MIN(version), MAX(version) FROM " + table.name()))
                    .isEqualTo(List.of(KEYS + "|" + ROUNDS + "|" + ROUNDS)));
    String audit = table.name().schema() + ".audit";
    assertThat(query("SELECT id, version FROM " + audit + " GROUP BY 1, 2 HAVING COUNT(*) > 1"))
        .as("versions applied twice")
        .isEmpty();
    assertThat(
            query(
                "SELECT id FROM (SELECT id, version, LAG(version) OVER (PARTITION BY id ORDER BY at)"
                    + " AS earlier FROM "
                    + audit
                    + ") v WHERE earlier >= version"))
        .as("keys that went back")
        .isEmpty();
  }
}
