package dev.lockstep.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.sink.harness.TestColumn;
import dev.lockstep.sink.harness.TestTable;
import dev.lockstep.sink.harness.TestTarget;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Goal: what the source's definition lost or widened and the target's did not is said until
 * somebody has followed it, whatever happens to the sink. Method: a sink that is stopped and
 * started before, between and after.
 */
abstract class LeftBehindContract extends SinkContract {

  LeftBehindContract(TestTarget target) {
    super(target);
  }

  @Test
  void whatWasNotFollowedIsSaidAgainByASinkThatIsStartedAgain() {
    TestTable before =
        source.table(
            "t", 1, TestColumn.integer("id"), TestColumn.text("a", 5), TestColumn.text("b", 5));
    TestTable after = source.altered(before, 1, TestColumn.integer("id"), TestColumn.text("a", 9));
    try (SinkService sink = SinkService.start(source.config(), Clock.systemUTC())) {
      source.transaction().put(before, 1, "x", "y").commit();
      eventually("SELECT * FROM " + before.name(), "1|x|y");
      source.transaction().barrier(after, "h", 1).commit();
      awaitSaid(after, "column a is varchar(9)", "column b is gone");
    }
    int said = source.statuses().size();
    try (SinkService sink = SinkService.start(source.config(), Clock.systemUTC())) {
      source.transaction().put(after, 2, "z").commit();
      eventually("SELECT COUNT(*) FROM " + after.name(), "2");
      awaitSaid(after, "column a is varchar(9)", "column b is gone");
    }
    int saidAgain = source.statuses().size();
    try (SinkService sink = SinkService.start(source.config(), Clock.systemUTC())) {
      // Nothing comes, so that only what is remembered can be said.
      await().atMost(SOON).until(() -> !statuses(after, saidAgain).isEmpty());
    }
    assertThat(statuses(after, said))
        .as("it was never taken back")
        .allSatisfy(status -> assertThat(status.getMessage()).contains("column b is gone"));

    try (SinkService sink = SinkService.start(source.config(), Clock.systemUTC())) {
      String remedy = source.status(after.name().toString()).getRemedy();
      assertThat(remedy).startsWith("Run on the target: ");
      execute(remedy.substring("Run on the target: ".length()));
      await().atMost(SOON).until(() -> source.status(after.name().toString()).getMessage() == null);
    }
    assertThat(
            query(
                "SELECT gone, noticed FROM %s.definitions WHERE topic = '%s'"
                    .formatted(source.progressSchema(), after.topic())))
        .containsExactly("|0");
  }

  @Test
  void aColumnThatIsDroppedWhileTheSinkIsAwayIsSaid() {
    TestTable before =
        source.table(
            "t", 1, TestColumn.integer("id"), TestColumn.text("a", 5), TestColumn.text("b", 5));
    TestTable after = source.altered(before, 1, TestColumn.integer("id"), TestColumn.text("a", 5));
    source.transaction().put(before, 1, "x", "y").commit();
    try (SinkService sink = SinkService.start(source.config(), Clock.systemUTC())) {
      eventually("SELECT * FROM " + before.name(), "1|x|y");
    }
    source.transaction().barrier(after, "h", 1).put(after, 2, "z").commit();
    try (SinkService sink = SinkService.start(source.config(), Clock.systemUTC())) {
      awaitSaid(after, "column b is gone");
    }
  }

  private void awaitSaid(TestTable table, String... words) {
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .untilAsserted(
            () -> assertThat(source.status(table.name().toString()).getMessage()).contains(words));
  }

  /** Of one table, after the first so many of all. */
  private List<ComponentStatus> statuses(TestTable table, int after) {
    return source.statuses().stream()
        .skip(after)
        .filter(status -> status.getTable().equals(table.name().toString()))
        .toList();
  }
}
