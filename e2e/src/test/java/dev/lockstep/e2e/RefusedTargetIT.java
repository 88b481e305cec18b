package dev.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.launcher.demo.score.Facts;
import dev.lockstep.launcher.stack.Program;
import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: of a table whose changes the target's capture cannot tell, no row is called wrong for its
 * silence, and the table is not called equal; when it is mended it is judged again. Method: the
 * real servers and programs, and a date that no calendar has.
 */
class RefusedTargetIT {

  private static final Program[] ALL = {Program.PRODUCERS, Program.STREAMS, Program.SINK};

  @TempDir Path directory;

  @Test
  void silenceOfARefusedTableIsNotTakenForLostRows() throws Exception {
    try (Pipeline pipeline = new Pipeline(directory)) {
      pipeline.atSource(
          "CREATE DATABASE app",
          "CREATE TABLE app.items (id INT PRIMARY KEY, name VARCHAR(60) NOT NULL, d DATE)",
          "INSERT INTO app.items SELECT seq, concat('item ', seq), NULL FROM app.seq_1_to_1000");
      pipeline.start(ALL);
      try (Facts facts = pipeline.facts()) {
        await(facts, status -> isEqual(status, 1000));

        pipeline.atTarget(
            "SET SESSION sql_mode = ''", "UPDATE app.items SET d = '0000-00-00' WHERE id = 1");
        pipeline.atSource(
            "UPDATE app.items SET name = concat(name, '!') WHERE id > 500",
            "INSERT INTO app.items SELECT seq, 'late', NULL FROM app.seq_1001_to_2000",
            "DELETE FROM app.items WHERE id BETWEEN 100 AND 200");
        await(facts, status -> status.getPhase() == TablePhase.BLOCKED);
        Awaitility.await()
            .atMost(Duration.ofMinutes(3))
            .until(
                () -> {
                  List<String> both =
                      pipeline.atBoth("SELECT concat(count(*), ' ', max(name)) FROM app.items");
                  return both.get(0).equals(both.get(1));
                });
        await(facts, status -> status.getInFlight() == 0);
        assertThat(facts.verdicts()).isEmpty();
        assertThat(facts.tables().get("app.items").getEqual()).isFalse();

        pipeline.atTarget("UPDATE app.items SET d = NULL WHERE id = 1");
        pipeline.stop(Program.PRODUCERS);
        pipeline.start(Program.PRODUCERS);
        await(facts, status -> isEqual(status, 1899));
        assertThat(facts.verdicts()).isEmpty();
      }
    }
  }

  private static boolean isEqual(TableStatus status, long rows) {
    return status.getPhase() == TablePhase.FOLLOWING
        && status.getEqual()
        && status.getSourceRows() == rows;
  }

  private static void await(Facts facts, Predicate<TableStatus> wanted) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              TableStatus status = facts.tables().get("app.items");
              return status != null && wanted.test(status);
            });
  }
}
