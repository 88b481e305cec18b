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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a target whose columns are of other types than the source's is compared as what both can
 * hold, says so, and calls nothing wrong for it; and rules are changed without anybody removing
 * state. Method: the real servers and programs, a target table made by hand.
 */
class ComparisonPlanIT {

  private static final Program[] ALL = {Program.PRODUCERS, Program.STREAMS, Program.SINK};

  @TempDir Path directory;

  @Test
  void columnsOfOtherTypesAreComparedAsWhatBothHold() throws Exception {
    try (Pipeline pipeline = new Pipeline(directory)) {
      pipeline.atSource(
          "CREATE DATABASE app",
          "CREATE TABLE app.items (id UUID PRIMARY KEY, at DATETIME(6), price DECIMAL(12,4),"
              + " ratio DOUBLE, doc JSON, name VARCHAR(20), born TIMESTAMP(6) NULL, big BIGINT)",
          "INSERT INTO app.items VALUES ('00000000-0000-0000-0000-00000000000a',"
              + " '2026-12-31 23:59:59.999999', 1.0050, 0.1, '{\"b\":1,\"a\":[1, 2]}', 'x  ',"
              + " '2026-01-01 10:00:00.900000', 9223372036854775807),"
              + " ('00000000-0000-0000-0000-00000000000b', NULL, -1.0050, -1e-30, NULL, '', NULL, -1)");
      pipeline.atTarget(
          "CREATE DATABASE app",
          "CREATE TABLE app.items (id CHAR(36) CHARACTER SET ascii PRIMARY KEY, at DATETIME(3),"
              + " price DECIMAL(12,2), ratio FLOAT, doc LONGTEXT, name CHAR(20), born DATETIME,"
              + " big VARCHAR(30))");
      pipeline.start(ALL);
      try (Facts facts = pipeline.facts()) {
        await(facts, status -> isEqual(status, 2));
        assertThat(facts.tables().get("app.items").getUnderRule())
            .contains(
                "id as uuid",
                "at to 3 digits after the point",
                "price to 2 digits after the point",
                "ratio in single precision",
                "doc as json",
                "name without blanks at its end",
                "born as local_timestamp, to 0 digits after the point",
                "big as integer");
        pipeline.atSource(
            "UPDATE app.items SET at = '1999-12-31 23:59:59.123999', price = 0.0049,"
                + " ratio = 16777217, doc = '{\"a\":[1,2],\"b\":1.0}', name = ' y '",
            "INSERT INTO app.items (id, name) VALUES (uuid(), 'third')");
        await(facts, status -> isEqual(status, 3) && status.getUpdates() == 2);
        assertThat(facts.verdicts()).isEmpty();

        pipeline.atTarget("UPDATE app.items SET price = 0.02, big = '07' WHERE id LIKE '%a'");
        await(facts, status -> status.getOpenMismatched() == 1);
        assertThat(facts.verdicts())
            .extracting(VerdictSeen::key, VerdictSeen::columns)
            .containsExactly(
                tuple("id=00000000-0000-0000-0000-00000000000a", List.of("big", "price")));
      }
    }
  }

  @Test
  void aRuleThatIsChangedBeginsANewBaselineByItself() throws Exception {
    try (Pipeline pipeline = new Pipeline(directory)) {
      pipeline.atSource(
          "CREATE DATABASE app",
          "CREATE TABLE app.items (id INT PRIMARY KEY, note VARCHAR(60) NOT NULL)",
          "INSERT INTO app.items SELECT seq, concat('item ', seq) FROM app.seq_1_to_3000");
      pipeline.start(ALL);
      try (Facts facts = pipeline.facts()) {
        await(facts, status -> isEqual(status, 3_000));
        assertThat(facts.tables().get("app.items").getUnderRule()).isNull();

        pipeline.stop(ALL);
        pipeline.compareBy("[{column: app.items.note, ignore: true}]");
        pipeline.start(ALL);
        await(
            facts,
            status -> isEqual(status, 3_000) && "note is left out".equals(status.getUnderRule()));
        pipeline.atTarget("UPDATE app.items SET note = 'foreign' WHERE id = 4");
        // Behind it in the target's log: once it is judged, so is that.
        pipeline.atSource("INSERT INTO app.items VALUES (3001, 'later')");
        await(facts, status -> isEqual(status, 3_001));
        assertThat(facts.verdicts()).isEmpty();

        // The source's rows are written to the target again, so that what was foreign is gone.
        pipeline.stop(ALL);
        pipeline.compareBy("[]");
        pipeline.start(ALL);
        await(facts, status -> isEqual(status, 3_001) && status.getUnderRule() == null);
        pipeline.atTarget("UPDATE app.items SET note = 'foreign' WHERE id = 5");
        await(facts, status -> status.getOpenMismatched() == 1);
        assertThat(facts.verdicts())
            .filteredOn(verdict -> verdict.key().equals("id=5"))
            .extracting(VerdictSeen::columns)
            .containsExactly(List.of("note"));
        assertThat(facts.verdicts()).extracting(VerdictSeen::key).isSubsetOf("id=4", "id=5");
      }
    }
  }

  private static boolean isEqual(TableStatus status, long rows) {
    return status.getPhase() == TablePhase.FOLLOWING
        && status.getEqual()
        && status.getInFlight() == 0
        && status.getSourceRows() == rows;
  }

  private static void await(Facts facts, Predicate<TableStatus> state) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(120))
        .untilAsserted(
            () -> assertThat(facts.tables().get("app.items")).isNotNull().matches(state));
  }
}
