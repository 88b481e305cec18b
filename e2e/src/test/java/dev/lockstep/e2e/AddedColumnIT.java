package dev.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lockstep.launcher.demo.score.Facts;
import dev.lockstep.launcher.demo.score.VerdictSeen;
import dev.lockstep.launcher.stack.Program;
import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a column that is added with one value for all rows is in the copy with that value, and the
 * table is judged on, without a row being read again where the value is known. Method: the real
 * servers and programs.
 */
class AddedColumnIT {

  private static final int ROWS = 20_000;
  private static final Program[] ALL = {Program.PRODUCERS, Program.STREAMS, Program.SINK};

  @TempDir Path directory;

  @Test
  void aConstantIsKnownWithoutReadingARow() throws Exception {
    try (Pipeline pipeline = new Pipeline(directory)) {
      pipeline.atSource(schema());
      pipeline.start(ALL);
      try (Facts facts = pipeline.facts()) {
        await(facts, status -> isEqual(status, ROWS));
        // The target's hold each row twice where its table was made during the first snapshot.
        long atSource = pipeline.records("old.app.items");
        long atTarget = pipeline.records("new.app.items");

        pipeline.atSource(
            "ALTER TABLE app.items ADD COLUMN colour VARCHAR(9) NOT NULL DEFAULT 'red',"
                + " ADD COLUMN price DECIMAL(10,2) DEFAULT 1.5 FIRST, ADD COLUMN n INT NOT NULL",
            "UPDATE app.items SET colour = 'blue', n = n + 1 WHERE id <= 10",
            "INSERT INTO app.items (id, name, n) VALUES (%d, 'after', 7)".formatted(ROWS + 1),
            "DELETE FROM app.items WHERE id = 11");
        await(facts, status -> isEqual(status, ROWS) && status.getDeletes() == 1);
        awaitSame(pipeline);
        assertThat(facts.verdicts()).isEmpty();
        // Without this nobody would know whether the rows were told again.
        assertThat(pipeline.records("old.app.items") - atSource).isLessThan(ROWS / 10);
        assertThat(pipeline.records("new.app.items") - atTarget).isLessThan(ROWS / 10);

        // Of two rows as they were before: one changed behind our back, in one column, is named.
        pipeline.atTarget("UPDATE app.items SET name = 'foreign' WHERE id = 4711");
        await(facts, status -> status.getOpenMismatched() == 1);
        assertThat(facts.verdicts())
            .extracting(VerdictSeen::key, VerdictSeen::columns)
            .containsExactly(tuple("id=4711", List.of("name")));
        pipeline.atTarget("UPDATE app.items SET name = 'item 4711' WHERE id = 4711");
        await(facts, status -> isEqual(status, ROWS));

        // All that is kept of these rows is kept with what was added since.
        pipeline.stop(Program.STREAMS);
        pipeline.atTarget("UPDATE app.items SET colour = 'green' WHERE id = 4712");
        pipeline.start(Program.STREAMS);
        await(facts, status -> status.getOpenMismatched() == 1);
        pipeline.atTarget("UPDATE app.items SET colour = 'red' WHERE id = 4712");
        await(facts, status -> isEqual(status, ROWS));
        assertThat(facts.verdicts())
            .extracting(VerdictSeen::key)
            .containsOnly("id=4711", "id=4712");
      }
    }
  }

  @Test
  void aTargetThatHadTheColumnWithOtherValuesGetsThem() throws Exception {
    try (Pipeline pipeline = new Pipeline(directory)) {
      pipeline.atSource(schema());
      pipeline.start(ALL);
      try (Facts facts = pipeline.facts()) {
        await(facts, status -> isEqual(status, ROWS));
        pipeline.atTarget("ALTER TABLE app.items ADD COLUMN colour VARCHAR(9)");
        pipeline.atSource(
            "ALTER TABLE app.items ADD COLUMN colour VARCHAR(9) NOT NULL DEFAULT 'red'",
            "INSERT INTO app.items (id, name) VALUES (%d, 'after')".formatted(ROWS + 1));
        await(facts, status -> isEqual(status, ROWS + 1));
        awaitSame(pipeline);
      }
    }
  }

  private static String[] schema() {
    return new String[] {
      "CREATE DATABASE app",
      "CREATE TABLE app.items (id INT PRIMARY KEY, name VARCHAR(60) NOT NULL)",
      "INSERT INTO app.items SELECT seq, concat('item ', seq) FROM app.seq_1_to_" + ROWS
    };
  }

  private static boolean isEqual(TableStatus status, long rows) {
    return status.getPhase() == TablePhase.FOLLOWING
        && status.getEqual()
        && status.getInFlight() == 0
        && status.getSourceRows() == rows;
  }

  /** By the servers' own word; their checksums go by the order of columns, which differs. */
  private static void awaitSame(Pipeline pipeline) {
    String sums =
        """
        SELECT concat_ws('|', count(*), sum(id), sum(crc32(name)), sum(crc32(colour)))
        FROM app.items""";
    patience()
        .until(
            () -> {
              List<String> both = pipeline.atBoth(sums);
              return both.get(0).equals(both.get(1));
            });
  }

  private static void await(Facts facts, Predicate<TableStatus> wanted) {
    patience()
        .alias("the newest status is " + facts.tables().get("app.items"))
        .until(
            () -> {
              TableStatus status = facts.tables().get("app.items");
              return status != null && wanted.test(status);
            });
  }

  private static ConditionFactory patience() {
    return Awaitility.await().atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofMillis(200));
  }
}
