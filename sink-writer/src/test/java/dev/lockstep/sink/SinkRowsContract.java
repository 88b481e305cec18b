package dev.lockstep.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.sink.harness.TestColumn;
import dev.lockstep.sink.harness.TestTable;
import dev.lockstep.sink.harness.TestTarget;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sink on a real broker and a real MariaDB: rows, tables, statuses. */
abstract class SinkRowsContract extends SinkContract {

  SinkRowsContract(TestTarget target) {
    super(target);
  }

  @Test
  void createsTheTableAndAppliesInsertsUpdatesAndDeletes() {
    TestTable people =
        source.table("people", 1, TestColumn.integer("id"), TestColumn.text("name", 50));
    source.transaction().put(people, 1, "ann").put(people, 2, "bob").put(people, 3, "cy").commit();
    try (SinkService sink = SinkService.start(source.config(), Clock.systemUTC())) {
      eventually(people, "1|ann", "2|bob", "3|cy");
      source.transaction().put(people, 2, "Bob").delete(people, 3, "cy").commit();
      eventually(people, "1|ann", "2|Bob");
      source.transaction().put(people, 4, "dee").delete(people, 4, "dee").commit();
      source.transaction().put(people, 5, "eve").commit();
      eventually(people, "1|ann", "2|Bob", "5|eve");
      assertThat(sink.failure()).isEmpty();
    }
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(source.status("").getState()).isEqualTo(ComponentState.STOPPED));
    assertThat(source.statuses().stream().map(status -> status.getState()))
        .containsSubsequence(
            ComponentState.STARTING, ComponentState.RUNNING, ComponentState.STOPPED);
  }

  /** A target that was altered first, while changes from before are still to come. */
  @Test
  void rowsAreFoundByAPartOfTheTargetsKey() {
    TestTable wider =
        source.table("wider", 1, TestColumn.integer("id"), TestColumn.text("name", 50));
    execute(
        "CREATE DATABASE " + source.name(),
        "CREATE TABLE "
            + wider.name()
            + " (id INT NOT NULL, name VARCHAR(50) NOT NULL, PRIMARY KEY (id, name))");
    source.transaction().put(wider, 1, "ann").put(wider, 2, "bob").put(wider, 3, "cy").commit();
    try (SinkService sink = SinkService.start(source.config(), Clock.systemUTC())) {
      eventually(wider, "1|ann", "2|bob", "3|cy");
      source.transaction().put(wider, 2, "Bea").delete(wider, 3, "cy").commit();
      eventually(wider, "1|ann", "2|Bea");
      assertThat(sink.failure()).isEmpty();
    }
  }

  private void eventually(TestTable table, String... rows) {
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(query("SELECT * FROM " + table.name() + " ORDER BY 1"))
                    .isEqualTo(List.of(rows)));
  }
}
