package dev.lockstep.streams;

import static dev.lockstep.streams.PipedTopology.SOURCE;
import static dev.lockstep.streams.PipedTopology.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schema.event.MarkerKind;
import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.schema.event.Verdict;
import dev.lockstep.schema.event.VerdictKind;
import dev.lockstep.streams.ChangeBytes.Row;
import dev.lockstep.streams.join.ExpiredRecords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Goal: what cannot be known is said and never guessed, and heals by itself where it can. Method:
 * topics whose beginning is lost, tables read anew or altered while they are judged.
 */
class TroubledTopicsTopologyTest extends PipedTables {

  @Test
  void aTopicWhoseBeginningIsLostBlocksItsTableUntilItIsReadAnew() {
    piped.change(SOURCE, "orders", "u", new Row(1, "a"), new Row(1, "b"));
    piped.barrier(TARGET, "orders", "s");
    piped.change(TARGET, "orders", "r", null, new Row(1, "b"));
    piped.change(TARGET, "orders", "r", null, new Row(2, "old"));
    long end = piped.barrier(TARGET, "orders", "e");
    piped.marker(MarkerKind.SNAPSHOT, List.of("orders"), Map.of("orders", 0L));
    pass();
    TableStatus blocked = newestStatus("orders");
    assertThat(blocked.getPhase()).isEqualTo(TablePhase.BLOCKED);
    assertThat(blocked.getEqual()).isFalse();
    assertThat(blocked.getProblem())
        .contains("history of the source is lost", "reread", "move.db.orders --side source");
    assertThat(verdicts()).isEmpty();

    piped.barrier(SOURCE, "orders", "s");
    piped.change(SOURCE, "orders", "r", null, new Row(1, "b"));
    piped.change(SOURCE, "orders", "r", null, new Row(2, "old"));
    end = piped.barrier(SOURCE, "orders", "e");
    piped.marker(MarkerKind.OWN, List.of(), Map.of("orders", end));
    pass();
    assertThat(newestStatus("orders").getPhase()).isEqualTo(TablePhase.FOLLOWING);
    assertThat(newestStatus("orders").getEqual()).isTrue();
    assertThat(verdicts()).isEmpty();
  }

  @Test
  void recordsThatExpiredUnreadBlockTheirTableFromTheStart() {
    piped.close();
    piped =
        new PipedTopology(
            stateDirectory,
            UUID.randomUUID().toString(),
            100,
            Map.of(
                PipedTopology.topic(TARGET, "orders"), new ExpiredRecords.Range(3, 40),
                PipedTopology.topic(SOURCE, "unknown.to.all"), new ExpiredRecords.Range(0, 1)));
    pass();
    assertThat(newestStatus("orders").getPhase()).isEqualTo(TablePhase.BLOCKED);
    assertThat(newestStatus("orders").getProblem())
        .contains("records 3 to 39 of copy.db.orders expired");
    load("orders", new Row(1, "a"));
    pass();
    assertThat(newestStatus("orders").getEqual()).isTrue();
  }

  @Test
  void aTargetThatItsCaptureDoesNotTellOfIsNotCalledWrong() {
    load("orders", new Row(1, "a"));
    load("items", new Row(1, "a"));
    piped.refuse(TARGET, "orders");
    piped.marker(MarkerKind.FOREIGN, List.of(), Map.of());
    // The sink goes on, and the capture says how far, though not what it did.
    piped.change(SOURCE, "orders", "u", new Row(1, "a"), new Row(1, "b"));
    long offset = piped.change(SOURCE, "orders", "c", null, new Row(2, "new"));
    piped.marker(MarkerKind.OWN, List.of(), Map.of("orders", offset));
    pass();
    assertThat(verdicts()).isEmpty();
    assertThat(newestStatus("orders").getPhase()).isEqualTo(TablePhase.BLOCKED);
    assertThat(newestStatus("orders").getEqual()).isFalse();
    assertThat(newestStatus("orders").getProblem()).contains("capture of the target refuses");
    assertThat(newestStatus("items").getPhase()).isEqualTo(TablePhase.FOLLOWING);

    piped.takeUp(TARGET);
    piped.barrier(TARGET, "orders", "s");
    piped.change(TARGET, "orders", "r", null, new Row(1, "b"));
    piped.barrier(TARGET, "orders", "e");
    piped.marker(MarkerKind.FOREIGN, List.of("orders"), Map.of());
    pass();
    assertThat(verdicts())
        .extracting(verdict -> verdict.getKey() + " " + verdict.getKind())
        .containsExactly("id=2 " + VerdictKind.MISSING_ON_TARGET);
  }

  @Test
  void aRefusalFromBeforeASnapshotThatWasReadAlreadyIsOver() {
    load("orders", new Row(1, "a"));
    piped.refuse(TARGET, "orders");
    byte[] refusing = piped.lateMarker(TARGET);
    piped.takeUp(TARGET);
    piped.barrier(TARGET, "orders", "s");
    piped.change(TARGET, "orders", "r", null, new Row(1, "a"));
    piped.barrier(TARGET, "orders", "e");
    piped.markerBytes(refusing);
    piped.marker(MarkerKind.FOREIGN, List.of("orders"), Map.of());
    pass();
    assertThat(newestStatus("orders").getPhase()).isEqualTo(TablePhase.FOLLOWING);
    assertThat(newestStatus("orders").getEqual()).isTrue();
  }

  @Test
  void aSourceThatItsCaptureDoesNotTellOfIsNotCalledEqual() {
    load("orders", new Row(1, "a"));
    piped.refuse(SOURCE, "orders");
    piped.sourceMarker(0L);
    pass();
    assertThat(newestStatus("orders").getPhase()).isEqualTo(TablePhase.BLOCKED);
    assertThat(newestStatus("orders").getEqual()).isFalse();
  }

  @Test
  void nothingIsClaimedOfATableBeforeItIsLoaded() {
    piped.barrier(SOURCE, "orders", "s");
    piped.marker(MarkerKind.HEARTBEAT, List.of(), Map.of());
    pass();
    assertThat(newestStatus("orders").getPhase()).isNotEqualTo(TablePhase.FOLLOWING);
    assertThat(newestStatus("orders").getEqual()).isFalse();
  }

  @Test
  void aRowIsNotCalledWrongWhileItsSideIsReadAnew() {
    load("orders", new Row(1, "a"), new Row(2, "b"), new Row(3, "c"));
    // The target was changed where its log does not tell: row 1 otherwise, row 3 gone.
    piped.barrier(TARGET, "orders", "s");
    long offset = piped.change(SOURCE, "orders", "u", new Row(2, "b"), new Row(2, "B"));
    piped.marker(MarkerKind.OWN, List.of("orders"), Map.of("orders", offset));
    assertThat(verdicts()).as("row 2 of the target is not read yet").isEmpty();
    pass();
    assertThat(newestStatus("orders").getPhase()).isEqualTo(TablePhase.LOADING);
    assertThat(newestStatus("orders").getEqual()).isFalse();

    piped.change(TARGET, "orders", "r", null, new Row(1, "x"));
    piped.change(TARGET, "orders", "u", new Row(2, "other"), new Row(2, "B"));
    piped.barrier(TARGET, "orders", "e");
    piped.marker(MarkerKind.FOREIGN, List.of("orders"), Map.of());
    assertThat(verdicts())
        .extracting(verdict -> verdict.getKey() + " " + verdict.getKind())
        .containsExactlyInAnyOrder(
            "id=1 " + VerdictKind.MISMATCHED, "id=3 " + VerdictKind.MISSING_ON_TARGET);
    pass();
    assertThat(newestStatus("orders").getPhase()).isEqualTo(TablePhase.FOLLOWING);
    assertThat(newestStatus("orders").getResidualZero()).isTrue();
  }

  @Test
  void aDefinitionOnItsWayIsInFlightAndNoRowIsCalledWrongForIt() {
    load("orders", new Row(1, "a"), new Row(2, "b"));
    piped.addColumn(SOURCE, "orders", "colour");
    piped.barrier(SOURCE, "orders", "h");
    long offset = piped.change(SOURCE, "orders", "u", new Row(1, "a"), new Row(1, "A"));
    piped.change(TARGET, "orders", "u", new Row(1, "a"), new Row(1, "A"));
    piped.marker(MarkerKind.OWN, List.of("orders"), Map.of("orders", offset));
    assertThat(verdicts()).isEmpty();

    piped.barrier(SOURCE, "orders", "s");
    piped.change(SOURCE, "orders", "r", null, new Row(1, "A"));
    piped.change(SOURCE, "orders", "r", null, new Row(2, "b"));
    long end = piped.barrier(SOURCE, "orders", "e");
    piped.marker(MarkerKind.OWN, List.of(), Map.of("orders", end));
    pass();
    assertThat(verdicts()).isEmpty();
    assertThat(newestStatus("orders").getPhase()).isEqualTo(TablePhase.ALTERING);
    assertThat(newestStatus("orders").getEqual()).isFalse();
    assertThat(newestStatus("orders").getProblem()).contains("column colour only at the source");

    piped.addColumn(TARGET, "orders", "colour");
    piped.barrier(TARGET, "orders", "h");
    piped.barrier(TARGET, "orders", "s");
    piped.change(TARGET, "orders", "r", null, new Row(1, "A"));
    piped.change(TARGET, "orders", "r", null, new Row(2, "B"));
    piped.barrier(TARGET, "orders", "e");
    piped.marker(MarkerKind.FOREIGN, List.of("orders"), Map.of());
    assertThat(verdicts())
        .extracting(verdict -> verdict.getKey() + " " + verdict.getKind())
        .containsExactly("id=2 " + VerdictKind.MISMATCHED);
    pass();
    assertThat(newestStatus("orders").getPhase()).isEqualTo(TablePhase.FOLLOWING);
  }

  @Test
  void aMassOfWrongRowsIsNamedWithoutFetchingARecordForEach() {
    Row[] rows = IntStream.range(0, 3_000).mapToObj(i -> new Row(i, "a")).toArray(Row[]::new);
    load("orders", rows);
    piped.forgetAll();
    piped.barrier(TARGET, "orders", "t");
    piped.marker(MarkerKind.FOREIGN, List.of("orders"), Map.of());
    List<Verdict> told = new ArrayList<>(verdicts());
    // In stints, where the machine is slow.
    for (int stint = 0; stint < 1_000 && told.size() < rows.length; stint++) {
      pass();
      told.addAll(verdicts());
    }
    assertThat(told)
        .hasSize(rows.length)
        .allMatch(verdict -> verdict.getKey().startsWith("id="))
        .allMatch(verdict -> verdict.getKind() == VerdictKind.MISSING_ON_TARGET);
    pass();
    assertThat(newestStatus("orders").getOpenMissing()).isEqualTo(rows.length);
    assertThat(piped.fetches()).isZero();
  }

  @Test
  void aClaimSaysUpToWhichPositionOfTheSourceItIsTrue() {
    load("orders", new Row(1, "a"));
    pass();
    assertThat(newestStatus("orders").getConfirmedTo()).as("not known yet").isNull();
    piped.sourceMarker(0L, "orders");
    pass();
    pass();
    pass();
    TableStatus quiet = newestStatus("orders");
    assertThat(quiet.getConfirmedTo()).isNotNull();
    assertThat(quiet.getSourceBehindMillis()).isZero();

    long offset = piped.change(SOURCE, "orders", "u", new Row(1, "a"), new Row(1, "b"));
    piped.sourceMarker(700L, "orders");
    pass();
    assertThat(newestStatus("orders").getConfirmedPosition())
        .as("the change is not confirmed yet")
        .isEqualTo(quiet.getConfirmedPosition());
    piped.change(TARGET, "orders", "u", new Row(1, "a"), new Row(1, "b"));
    piped.marker(MarkerKind.OWN, List.of("orders"), Map.of("orders", offset));
    pass();
    TableStatus confirmed = newestStatus("orders");
    assertThat(confirmed.getConfirmedPosition()).isNotEqualTo(quiet.getConfirmedPosition());
    assertThat(confirmed.getConfirmedTo()).isAfter(quiet.getConfirmedTo());
    assertThat(confirmed.getSourceBehindMillis()).isEqualTo(700);
  }

  @Test
  void aTableIsEqualAsOfWhatTheTargetsCaptureHasReadAndNotAsOfNow() {
    load("orders", new Row(1, "a"));
    piped.idleMarker(TARGET, 0L);
    pass();
    Instant read = newestStatus("orders").getMarkedAt();
    piped.idleMarker(TARGET, 60_000L);
    pass();
    pass();
    pass();
    assertThat(newestStatus("orders").getMarkedAt())
        .as("the log of the last minute is not read: nobody knows whether they are equal in it")
        .isBefore(read.minusSeconds(30));
  }
}
