package dev.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.launcher.demo.score.Facts;
import dev.lockstep.launcher.demo.score.VerdictSeen;
import dev.lockstep.launcher.stack.Program;
import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: when somebody empties a table of the target, every lost row is counted, none of another
 * table is called wrong, and what goes on meanwhile is judged meanwhile. Method: the real servers
 * and programs; {@code -Dlockstep.damage.rows} sets the size.
 */
class MassDamageIT {

  private static final int ROWS = Integer.getInteger("lockstep.damage.rows", 50_000);
  private static final Duration PATIENCE = Duration.ofMinutes(10).plusSeconds(ROWS / 1_000);

  @TempDir Path directory;

  @Test
  void everyRowOfATruncatedTableIsCountedAndOthersGoOn() throws Exception {
    try (Pipeline pipeline = new Pipeline(directory)) {
      pipeline.atSource(
          "CREATE DATABASE app",
          "CREATE TABLE app.items (id INT PRIMARY KEY, name VARCHAR(60) NOT NULL)",
          "CREATE TABLE app.other (id INT PRIMARY KEY, name VARCHAR(60) NOT NULL)",
          "INSERT INTO app.items SELECT seq, concat('item ', seq) FROM app.seq_1_to_" + ROWS,
          "INSERT INTO app.other SELECT seq, concat('other ', seq) FROM app.seq_1_to_100");
      pipeline.start(Program.PRODUCERS, Program.STREAMS, Program.SINK);
      try (Facts facts = pipeline.facts()) {
        await(facts, "app.items", status -> isEqual(status, ROWS));
        await(facts, "app.other", status -> isEqual(status, 100));

        pipeline.atTarget("TRUNCATE TABLE app.items");
        pipeline.atSource("UPDATE app.other SET name = concat(name, '!')");
        await(facts, "app.other", status -> isEqual(status, 100) && status.getUpdates() == 100);
        pipeline.atTarget("DELETE FROM app.other WHERE id = 7");
        await(facts, "app.items", status -> status.getOpenMissing() == ROWS);
        await(facts, "app.other", status -> status.getOpenMissing() == 1);

        TableStatus items = facts.tables().get("app.items");
        assertThat(items.getEqual()).isFalse();
        assertThat(items.getTargetRows()).isZero();
        assertThat(items.getOpenMismatched() + items.getOpenExtra() + items.getInconclusive())
            .isZero();

        // What is put back row by row is right again, row by row.
        pipeline.atTarget(
            "INSERT INTO app.items SELECT seq, concat('item ', seq) FROM app.seq_1_to_" + ROWS,
            "INSERT INTO app.other VALUES (7, 'other 7!')");
        await(facts, "app.items", status -> isEqual(status, ROWS));
        await(facts, "app.other", status -> isEqual(status, 100));
        // This reader keeps no more than so many; the counts above are exact all the same.
        if (!facts.overflowed()) {
          assertThat(facts.verdicts())
              .filteredOn(verdict -> verdict.table().equals("app.other"))
              .extracting(VerdictSeen::key)
              .containsOnly("id=7");
        }
      }
    }
  }

  private static boolean isEqual(TableStatus status, long rows) {
    return status.getPhase() == TablePhase.FOLLOWING
        && status.getEqual()
        && status.getSourceRows() == rows
        && status.getOpenMissing() == 0;
  }

  private static void await(Facts facts, String table, Predicate<TableStatus> wanted) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              TableStatus status = facts.tables().get(table);
              return status != null && wanted.test(status);
            });
  }
}
