package dev.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.launcher.demo.score.Facts;
import dev.lockstep.launcher.stack.Program;
import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.schema.event.VerdictKind;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: whatever had happened before a program first ran, and in whatever order the programs start,
 * equal tables are called equal, no row is called wrong, and one that is gone is reported. Method:
 * backlogs of very many changes under few markers, on the real servers. {@code
 * -Dlockstep.starts.rows} sets their size.
 */
class StartsIT {

  private static final int ROWS = Integer.getInteger("lockstep.starts.rows", 120_000);
  private static final Duration PATIENCE = Duration.ofMinutes(10).plusSeconds(ROWS / 2_000);
  private static final String TABLE = "app.items";

  @TempDir Path directory;

  @Test
  void aTopologyThatStartsAfterEverythingWasAppliedCallsNothingWrong() throws Exception {
    try (Pipeline pipeline = new Pipeline(directory)) {
      pipeline.atSource(schema());
      pipeline.start(Program.PRODUCERS, Program.SINK);
      pipeline.atSource(
          fill(1, ROWS / 2),
          "UPDATE app.items SET amount = amount + 1, name = concat(name, '!') WHERE id % 5 > 0",
          "DELETE FROM app.items WHERE id % 10 = 0");
      awaitCopied(pipeline);

      pipeline.start(Program.STREAMS);
      try (Facts facts = pipeline.facts()) {
        awaitEqual(facts, ROWS / 2 - ROWS / 20);
        assertThat(facts.verdicts()).isEmpty();
      }
    }
  }

  @Test
  void allProgramsStartedOnTwoEqualDatabasesReportTheOneRowThatIsDeleted() throws Exception {
    try (Pipeline pipeline = new Pipeline(directory)) {
      pipeline.atSource(schema());
      pipeline.atTarget(schema());
      pipeline.atSource(fill(1, ROWS));
      pipeline.atTarget(fill(1, ROWS));
      pipeline.start(Program.PRODUCERS, Program.STREAMS, Program.SINK, Program.ALERTS);
      try (Facts facts = pipeline.facts()) {
        awaitEqual(facts, ROWS);
        assertThat(facts.verdicts()).isEmpty();
        assertThat(facts.critical())
            .as("one marker covers all rows of a snapshot, and judging it is no silence")
            .isEmpty();

        pipeline.atTarget("DELETE FROM app.items WHERE id = 4711");
        await().until(() -> !facts.verdicts().isEmpty());
        await().until(() -> items(facts).getOpenMissing() == 1);
        assertThat(facts.verdicts())
            .singleElement()
            .satisfies(
                verdict -> {
                  assertThat(verdict.kind())
                      .isEqualToIgnoringCase(VerdictKind.MISSING_ON_TARGET.name());
                  assertThat(verdict.key()).isEqualTo("id=4711");
                });
      }
    }
  }

  @Test
  void whatWasWrittenWhileNothingRanIsCopiedAndCalledEqualOnlyThen() throws Exception {
    Program[] all = {Program.PRODUCERS, Program.STREAMS, Program.SINK};
    try (Pipeline pipeline = new Pipeline(directory)) {
      pipeline.atSource(schema());
      pipeline.start(all);
      pipeline.atSource(fill(1, 1_000));
      try (Facts facts = pipeline.facts()) {
        awaitEqual(facts, 1_000);
        pipeline.stop(all);
        pipeline.atSource(fill(1_001, ROWS));
        pipeline.start(all);
        awaitEqual(facts, ROWS);
        assertThat(facts.verdicts()).isEmpty();
      }
    }
  }

  @Test
  void bothSidesAlteredAndEverythingRestartedWithinSecondsCallsNothingWrong() throws Exception {
    Program[] all = {Program.PRODUCERS, Program.STREAMS, Program.SINK};
    try (Pipeline pipeline = new Pipeline(directory)) {
      pipeline.atSource(schema());
      pipeline.start(all);
      pipeline.atSource(fill(1, ROWS));
      try (Facts facts = pipeline.facts()) {
        awaitEqual(facts, ROWS);
        String alter = "ALTER TABLE app.items ADD COLUMN colour VARCHAR(9) NOT NULL DEFAULT 'red'";
        pipeline.atSource(alter);
        pipeline.atTarget(alter);
        pipeline.stop(all);
        pipeline.start(all);
        pipeline.atSource("INSERT INTO app.items (id, name) VALUES (900001, 'after')");
        awaitEqual(facts, ROWS + 1);
        assertThat(facts.verdicts()).isEmpty();
      }
    }
  }

  /** One is there before everything starts, one is made later. */
  @Test
  void tablesWithoutRowsAreMadeAtTheTargetAndCalledEqual() throws Exception {
    try (Pipeline pipeline = new Pipeline(directory)) {
      String table = "(a VARCHAR(20), b INT, v INT, PRIMARY KEY (b, a))";
      pipeline.atSource("CREATE DATABASE app", "CREATE TABLE app.`empty-1` " + table);
      pipeline.start(Program.PRODUCERS, Program.STREAMS, Program.SINK);
      try (Facts facts = pipeline.facts()) {
        awaitEmpty(facts, "app.empty-1");
        pipeline.atSource("CREATE TABLE app.empty2 " + table);
        awaitEmpty(facts, "app.empty2");
        assertThat(pipeline.checksums("app.`empty-1`")).containsExactly("0", "0");
        assertThat(pipeline.checksums("app.empty2")).containsExactly("0", "0");
      }
    }
  }

  private static void awaitEmpty(Facts facts, String name) {
    await()
        .until(
            () -> {
              TableStatus status = facts.tables().get(name);
              return status != null
                  && status.getPhase() == TablePhase.FOLLOWING
                  && status.getEqual()
                  && status.getTargetRows() == 0
                  && status.getConfirmedTo() != null;
            });
  }

  private static String[] schema() {
    return new String[] {
      "CREATE DATABASE app",
      """
      CREATE TABLE app.items (
        id INT PRIMARY KEY, name VARCHAR(60) NOT NULL, amount INT NOT NULL DEFAULT 0,
        price DECIMAL(12,2), made DATETIME(6), note TEXT, flag TINYINT(1), weight DOUBLE)
      """
    };
  }

  private static String fill(int from, int to) {
    return """
        INSERT INTO app.items
        SELECT seq, concat('item ', seq), seq %% 97, seq / 7, '2026-01-31 12:00:00.123456',
               if(seq %% 3 = 0, NULL, repeat('x', seq %% 40)), seq %% 2, seq / 3
        FROM app.seq_%d_to_%d
        """
        .formatted(from, to);
  }

  private static void awaitCopied(Pipeline pipeline) {
    await()
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              java.util.List<String> sums = pipeline.checksums(TABLE);
              return sums.get(0).equals(sums.get(1));
            });
  }

  private static void awaitEqual(Facts facts, long rows) {
    awaitStatus(
        facts,
        status ->
            status.getPhase() == TablePhase.FOLLOWING
                && status.getEqual()
                && status.getInFlight() == 0
                && status.getSourceRows() == rows
                && status.getTargetRows() == rows);
  }

  private static void awaitStatus(Facts facts, Predicate<TableStatus> wanted) {
    await()
        .alias("the newest status is " + facts.tables().get(TABLE))
        .until(() -> items(facts) != null && wanted.test(items(facts)));
  }

  private static TableStatus items(Facts facts) {
    return facts.tables().get(TABLE);
  }

  private static ConditionFactory await() {
    return Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .ignoreException(SQLException.class);
  }
}
