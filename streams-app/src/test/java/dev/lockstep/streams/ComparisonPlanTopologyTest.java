package dev.lockstep.streams;

import static dev.lockstep.streams.PipedTopology.SOURCE;
import static dev.lockstep.streams.PipedTopology.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schema.event.MarkerKind;
import dev.lockstep.schema.event.Reread;
import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.schema.event.Verdict;
import dev.lockstep.schema.event.VerdictKind;
import dev.lockstep.schema.topic.Topics;
import dev.lockstep.streams.ChangeBytes.Row;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Goal: columns of different kinds are compared as one, and rows that were digested before that was
 * known are read anew by themselves, without a word of alarm. Method: a column that is JSON on one
 * side and text on the other, in both orders, and a definition that changes while rows are judged.
 */
class ComparisonPlanTopologyTest extends PipedTables {

  private static final Row TIGHT = new Row(1, "{\"a\":1,\"b\":[2]}");
  private static final Row WIDE = new Row(1, "{ \"b\": [2], \"a\": 1 }");
  private static final Row OTHER = new Row(1, "{\"a\":1,\"b\":[3]}");

  @Test
  void jsonAtTheSourceEqualsTheSameAsTextAtTheTarget() {
    piped.nameIs(SOURCE, "orders", "json");
    load(TIGHT, WIDE);
    pass();
    TableStatus status = newestStatus("orders");
    assertThat(status.getEqual()).isTrue();
    assertThat(status.getUnderRule()).isEqualTo("name as json");
    assertThat(requests()).isEmpty();
    assertThat(verdicts()).isEmpty();

    foreign("orders", "u", WIDE, OTHER);
    pass();
    assertThat(verdicts()).extracting(Verdict::getKind).containsExactly(VerdictKind.MISMATCHED);
  }

  @Test
  void rowsThatWereReadBeforeTheOtherSideWasKnownAreReadAnewByThemselves() {
    piped.nameIs(TARGET, "orders", "json");
    load(TIGHT, WIDE);
    pass();
    TableStatus status = newestStatus("orders");
    assertThat(status.getPhase()).isEqualTo(TablePhase.LOADING);
    assertThat(status.getEqual()).isFalse();
    assertThat(status.getProblem())
        .contains(
            "column name was compared as it stands, and now as json: the source is read anew for it");
    assertThat(verdicts()).isEmpty();
    assertThat(requests()).as("while records may come").isEmpty();
    passQuietly();
    assertThat(requests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.getReason()).contains("column name");
              assertThat(request.getDoneAt()).isNull();
            });
    passQuietly();
    assertThat(requests()).as("asked once").isEmpty();

    long end = readSourceAnew(TIGHT);
    piped.marker(MarkerKind.OWN, List.of(), Map.of("orders", end));
    pass();
    assertThat(newestStatus("orders").getPhase()).isEqualTo(TablePhase.FOLLOWING);
    assertThat(newestStatus("orders").getEqual()).isTrue();
    assertThat(newestStatus("orders").getProblem()).isNull();
    assertThat(verdicts()).isEmpty();
  }

  @Test
  void aColumnThatBecomesJsonAtTheTargetAloneHasTheSourceReadAnew() {
    load(TIGHT, TIGHT);
    pass();
    assertThat(newestStatus("orders").getEqual()).isTrue();
    assertThat(newestStatus("orders").getUnderRule()).isNull();

    // As a capture tells it: the definition is another one, and the table is read anew for it.
    piped.nameIs(TARGET, "orders", "json");
    piped.barrier(TARGET, "orders", "h");
    piped.barrier(TARGET, "orders", "s");
    piped.change(TARGET, "orders", "r", null, WIDE);
    piped.barrier(TARGET, "orders", "e");
    piped.marker(MarkerKind.FOREIGN, List.of("orders"), Map.of());
    pass();
    assertThat(newestStatus("orders").getPhase()).isEqualTo(TablePhase.LOADING);
    passQuietly();
    assertThat(requests()).hasSize(1);
    assertThat(verdicts()).isEmpty();

    long end = readSourceAnew(TIGHT);
    piped.marker(MarkerKind.OWN, List.of(), Map.of("orders", end));
    pass();
    assertThat(newestStatus("orders").getEqual()).isTrue();
    assertThat(newestStatus("orders").getUnderRule()).isEqualTo("name as json");
    assertThat(verdicts()).isEmpty();
  }

  @Test
  void columnsThatCannotBeComparedAreNamedAndNoRowIsCalledWrongForThem() {
    piped.nameIs(SOURCE, "orders", "json");
    piped.nameIs(TARGET, "orders", "uuid");
    load(TIGHT, OTHER);
    pass();
    TableStatus status = newestStatus("orders");
    assertThat(status.getPhase()).isEqualTo(TablePhase.ALTERING);
    assertThat(status.getProblem())
        .contains("column name is json at the source and uuid at the target");
    assertThat(status.getEqual()).isFalse();
  }

  @Test
  void whatIsInTheTopicAlreadyIsNotAskedFor() {
    piped.nameIs(TARGET, "orders", "json");
    load(TIGHT, WIDE);
    pass();
    // As on a replay: the source was read anew then, and its records are still to come.
    long end = readSourceAnew(TIGHT);
    piped.marker(MarkerKind.OWN, List.of(), Map.of("orders", end));
    passQuietly();
    assertThat(newestStatus("orders").getEqual()).isTrue();
    assertThat(requests()).isEmpty();
  }

  @Test
  void troubleThatDoesNotMendItselfIsSaidThoughTheSideIsReadAnew() {
    piped.nameIs(TARGET, "orders", "json");
    load(TIGHT, WIDE);
    pass();
    assertThat(newestStatus("orders").getPhase()).isEqualTo(TablePhase.LOADING);
    piped.refuse(SOURCE, "orders");
    piped.idleMarker(SOURCE, 0L);
    piped.marker(MarkerKind.FOREIGN, List.of(), Map.of());
    pass();
    assertThat(newestStatus("orders").getPhase()).isEqualTo(TablePhase.BLOCKED);
    assertThat(newestStatus("orders").getProblem()).contains("refuses");
  }

  @Test
  void keysThatCannotBeComparedMakeNoRowMissingOrExtra() {
    piped.keyByBoth(SOURCE, "orders");
    piped.keyByBoth(TARGET, "orders");
    piped.nameIs(SOURCE, "orders", "uuid");
    piped.nameIs(TARGET, "orders", "json");
    load(TIGHT, OTHER);
    pass();
    assertThat(newestStatus("orders").getProblem()).contains("key column name");
    assertThat(verdicts()).isEmpty();
  }

  /** Both sides are read for the first time, the target as somebody else has loaded it. */
  private void load(Row source, Row target) {
    piped.barrier(SOURCE, "orders", "s");
    piped.change(SOURCE, "orders", "r", null, source);
    long end = piped.barrier(SOURCE, "orders", "e");
    piped.barrier(TARGET, "orders", "s");
    piped.change(TARGET, "orders", "r", null, target);
    piped.barrier(TARGET, "orders", "e");
    piped.marker(MarkerKind.OWN, List.of("orders"), Map.of("orders", end));
  }

  private long readSourceAnew(Row row) {
    piped.barrier(SOURCE, "orders", "s");
    piped.change(SOURCE, "orders", "r", null, row);
    return piped.barrier(SOURCE, "orders", "e");
  }

  private void passQuietly() {
    pass();
    pass();
    pass();
  }

  private List<Reread> requests() {
    return piped.read(Topics.REREADS.name());
  }
}
