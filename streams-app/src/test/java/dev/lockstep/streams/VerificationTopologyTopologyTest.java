package dev.lockstep.streams;

import static dev.lockstep.streams.PipedTopology.SOURCE;
import static dev.lockstep.streams.PipedTopology.TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lockstep.schema.event.ColumnDifference;
import dev.lockstep.schema.event.DeadLetter;
import dev.lockstep.schema.event.MarkerKind;
import dev.lockstep.schema.event.SourceReach;
import dev.lockstep.schema.event.TableLag;
import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.schema.event.TopicReach;
import dev.lockstep.schema.event.Verdict;
import dev.lockstep.schema.event.VerdictKind;
import dev.lockstep.schema.event.VerdictState;
import dev.lockstep.schema.topic.Topics;
import dev.lockstep.streams.ChangeBytes.Row;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: the whole topology, from bytes of topics to facts. Method: Kafka's test driver. */
class VerificationTopologyTopologyTest extends PipedTables {

  @Test
  void equalRowsAreEqualTables() {
    load("orders", new Row(1, "a"), new Row(2, "b"));
    pass();
    TableStatus status = newestStatus("orders");
    assertThat(status.getPhase()).isEqualTo(TablePhase.FOLLOWING);
    assertThat(status.getEqual()).isTrue();
    assertThat(status.getResidualZero()).isTrue();
    assertThat(status.getSourceRows()).isEqualTo(2);
    assertThat(status.getTargetRows()).isEqualTo(2);
    assertThat(status.getSourceDigest()).isEqualTo(status.getTargetDigest());
    assertThat(verdicts()).isEmpty();
  }

  @Test
  void foreignUpdateOpensAMismatchWithItsColumnAndRepairClosesIt() {
    load("orders", new Row(1, "a"), new Row(2, "b"));
    foreign("orders", "u", new Row(2, "b"), new Row(2, "b "));
    List<Verdict> opened = verdicts();
    assertThat(opened).hasSize(1);
    Verdict verdict = opened.getFirst();
    assertThat(verdict.getKind()).isEqualTo(VerdictKind.MISMATCHED);
    assertThat(verdict.getState()).isEqualTo(VerdictState.OPEN);
    assertThat(verdict.getKey()).isEqualTo("id=2");
    assertThat(verdict.getColumns())
        .extracting(ColumnDifference::getColumn)
        .containsExactly("name");
    assertThat(verdict.getColumns().getFirst().getSource()).isEqualTo("b");
    assertThat(verdict.getColumns().getFirst().getTarget()).isEqualTo("b ");
    pass();
    assertThat(newestStatus("orders").getOpenMismatched()).isEqualTo(1);
    assertThat(newestStatus("orders").getEqual()).isFalse();

    foreign("orders", "u", new Row(2, "b "), new Row(2, "b"));
    Verdict closed = verdicts().getFirst();
    assertThat(closed.getId()).isEqualTo(verdict.getId());
    assertThat(closed.getState()).isEqualTo(VerdictState.CLOSED);
    assertThat(closed.getRevision()).isEqualTo(2);
    pass();
    assertThat(newestStatus("orders").getEqual()).isTrue();
  }

  /** Seen for seconds where somebody alters the target first: 776 rows were called wrong. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whileTheKeysDifferNoRowIsCalledWrong(boolean targetFirst) {
    load("orders", new Row(1, "a"), new Row(2, "b"));
    pass();
    assertThat(newestStatus("orders").getEqual()).isTrue();

    keyByBoth(targetFirst ? TARGET : SOURCE, new Row(1, "a"), new Row(2, "other"));
    pass();
    assertThat(verdicts()).isEmpty();
    TableStatus status = newestStatus("orders");
    assertThat(status.getEqual()).isFalse();
    assertThat(status.getPhase()).isEqualTo(TablePhase.ALTERING);
    assertThat(status.getProblem())
        .contains(
            targetFirst
                ? "primary key (id) at the source and (id, name) at the target"
                : "primary key (id, name) at the source and (id) at the target");

    keyByBoth(targetFirst ? SOURCE : TARGET, new Row(1, "a"), new Row(2, "b"));
    pass();
    assertThat(verdicts())
        .as("what is wrong when they agree again is wrong")
        .extracting(Verdict::getKind)
        .containsExactlyInAnyOrder(VerdictKind.EXTRA_ON_TARGET, VerdictKind.MISSING_ON_TARGET);
    assertThat(newestStatus("orders").getPhase()).isEqualTo(TablePhase.FOLLOWING);
  }

  private void keyByBoth(String endpoint, Row... rows) {
    piped.keyByBoth(endpoint, "orders");
    piped.barrier(endpoint, "orders", "s");
    for (Row row : rows) {
      piped.change(endpoint, "orders", "r", null, row);
    }
    long end = piped.barrier(endpoint, "orders", "e");
    if (endpoint.equals(TARGET)) {
      piped.marker(MarkerKind.FOREIGN, List.of("orders"), Map.of());
    } else {
      piped.marker(MarkerKind.OWN, List.of(), Map.of("orders", end));
    }
  }

  @Test
  void deletedAndExtraRowsOnTheTargetAreTold() {
    load("orders", new Row(1, "a"), new Row(2, "b"));
    foreign("orders", "d", new Row(1, "a"), null);
    foreign("orders", "c", null, new Row(9, "z"));
    assertThat(verdicts())
        .extracting(Verdict::getKey, Verdict::getKind)
        .containsExactly(
            tuple("id=1", VerdictKind.MISSING_ON_TARGET),
            tuple("id=9", VerdictKind.EXTRA_ON_TARGET));
    pass();
    assertThat(newestStatus("orders").getResidualZero()).isTrue();
  }

  @Test
  void rowsOfTheTargetFromBeforeTheMigrationAreExtraOnlyWhenTheSourceIsComplete() {
    piped.barrier(TARGET, "orders", "s");
    piped.change(TARGET, "orders", "r", null, new Row(7, "old"));
    piped.barrier(TARGET, "orders", "e");
    piped.marker(MarkerKind.SNAPSHOT, List.of("orders"), Map.of());
    piped.barrier(SOURCE, "orders", "s");
    long first = piped.change(SOURCE, "orders", "r", null, new Row(1, "a"));
    piped.change(TARGET, "orders", "c", null, new Row(1, "a"));
    piped.marker(MarkerKind.OWN, List.of("orders"), Map.of("orders", first));
    assertThat(verdicts()).isEmpty();
    long end = piped.barrier(SOURCE, "orders", "e");
    piped.marker(MarkerKind.OWN, List.of(), Map.of("orders", end));
    assertThat(verdicts())
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.getKind()).isEqualTo(VerdictKind.EXTRA_ON_TARGET);
              assertThat(verdict.getKey()).isEqualTo("id=7");
            });
  }

  @Test
  void aLateTargetIsWaitedForAndNotCalledWrong() {
    load("orders", new Row(1, "a"));
    long offset = piped.change(SOURCE, "orders", "u", new Row(1, "a"), new Row(1, "b"));
    pass();
    TableStatus waiting = newestStatus("orders");
    assertThat(waiting.getInFlight()).isEqualTo(1);
    assertThat(waiting.getOldestInFlightAt()).isNotNull();

    // The marker comes before the record that it speaks of.
    long serial = piped.serialOf(TARGET, "orders") + 2;
    piped.marker(
        TARGET,
        MarkerKind.OWN,
        List.of(new TopicReach(PipedTopology.topic(TARGET, "orders"), serial)),
        List.of(
            new SourceReach(
                "move", PipedTopology.topic(SOURCE, "orders"), "now", offset, piped.now())));
    pass();
    assertThat(newestStatus("orders").getInFlight()).isEqualTo(1);
    piped.serial(TARGET, serial - 1);
    piped.change(TARGET, "orders", "u", new Row(1, "a"), new Row(1, "b"));
    pass();
    assertThat(verdicts()).isEmpty();
    assertThat(newestStatus("orders").getInFlight()).isZero();
    assertThat(newestStatus("orders").getEqual()).isTrue();
  }

  @Test
  void aWriteLostOnTheWayIsMissingThoughTheTargetShowedNothing() {
    load("orders", new Row(1, "a"));
    long offset = piped.change(SOURCE, "orders", "c", null, new Row(2, "lost"));
    piped.marker(MarkerKind.OWN, List.of(), Map.of("orders", offset));
    assertThat(verdicts())
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.getKind()).isEqualTo(VerdictKind.MISSING_ON_TARGET);
              assertThat(verdict.getKey()).isEqualTo("id=2");
            });
  }

  @Test
  void aRecordPublishedTwiceChangesNothing() {
    load("orders", new Row(1, "a"));
    long serial = piped.serialOf(SOURCE, "orders");
    piped.change(SOURCE, "orders", "u", new Row(1, "a"), new Row(1, "b"));
    piped.serial(SOURCE, serial);
    long offset = piped.change(SOURCE, "orders", "u", new Row(1, "a"), new Row(1, "b"));
    piped.change(TARGET, "orders", "u", new Row(1, "a"), new Row(1, "b"));
    piped.marker(MarkerKind.OWN, List.of("orders"), Map.of("orders", offset));
    pass();
    assertThat(verdicts()).isEmpty();
    assertThat(newestStatus("orders").getInFlight()).isZero();
    assertThat(newestStatus("orders").getUpdates()).isEqualTo(1);
  }

  @Test
  void anUnreadableRecordIsSetAsideAndTheRestGoesOn() {
    load("orders", new Row(1, "a"), new Row(2, "b"));
    load("items", new Row(1, "x"));
    byte[] garbage = {7, 0, 0, 0, 99, 1, 2, 3};
    long offset =
        piped.bytes(
            PipedTopology.topic(SOURCE, "orders"), piped.keyOf(SOURCE, "orders", 2), garbage);
    piped.bytes(PipedTopology.topic(SOURCE, "orders"), garbage, garbage);
    piped.marker(MarkerKind.OWN, List.of(), Map.of("orders", offset + 1));
    List<DeadLetter> letters = piped.read(Topics.DEAD_LETTERS.name());
    assertThat(letters).hasSize(2);
    assertThat(letters.getFirst().getKey()).isEqualTo("id=2");
    assertThat(letters.getFirst().getOffset()).isEqualTo(offset);
    assertThat(letters.getFirst().getRecordValue().array()).isEqualTo(garbage);
    assertThat(verdicts())
        .singleElement()
        .satisfies(verdict -> assertThat(verdict.getKind()).isEqualTo(VerdictKind.INCONCLUSIVE));

    foreign("items", "d", new Row(1, "x"), null);
    assertThat(verdicts()).hasSize(1);
    long healed = piped.change(SOURCE, "orders", "u", new Row(2, "?"), new Row(2, "b"));
    piped.marker(MarkerKind.OWN, List.of(), Map.of("orders", healed));
    assertThat(verdicts())
        .singleElement()
        .satisfies(verdict -> assertThat(verdict.getState()).isEqualTo(VerdictState.CLOSED));
  }

  @Test
  void anUnreadableMarkerIsSetAside() {
    piped.markerBytes(new byte[] {1, 2, 3});
    assertThat(piped.<DeadLetter>read(Topics.DEAD_LETTERS.name())).hasSize(1);
  }

  @Test
  void truncationOfTheTargetMakesEveryRowMissing() {
    load("orders", new Row(1, "a"), new Row(2, "b"));
    piped.barrier(TARGET, "orders", "t");
    piped.marker(MarkerKind.FOREIGN, List.of("orders"), Map.of());
    assertThat(verdicts()).hasSize(2);
    pass();
    assertThat(newestStatus("orders").getOpenMissing()).isEqualTo(2);
    assertThat(newestStatus("orders").getResidualZero()).isTrue();
  }

  @Test
  void aChangeThatTheLogNeverToldIsTold() {
    load("orders", new Row(1, "a"));
    long offset = piped.change(SOURCE, "orders", "u", new Row(1, "a"), new Row(1, "c"));
    piped.change(TARGET, "orders", "u", new Row(1, "secret"), new Row(1, "c"));
    piped.marker(MarkerKind.OWN, List.of("orders"), Map.of("orders", offset));
    Verdict opened = verdicts().getFirst();
    assertThat(opened.getKind()).isEqualTo(VerdictKind.CHANGED_OUTSIDE_LOG);
    assertThat(opened.getReason()).contains("target");
    piped.marker(MarkerKind.HEARTBEAT, List.of(), Map.of());
    assertThat(verdicts().getFirst().getState()).isEqualTo(VerdictState.CLOSED);
  }

  @Test
  void progressOfATopicThatWasMadeAnewIsVoid() {
    load("orders", new Row(1, "a"));
    piped.marker(
        TARGET,
        MarkerKind.SNAPSHOT,
        List.of(),
        List.of(
            new SourceReach(
                "move", PipedTopology.topic(SOURCE, "orders"), "old", 1_000_000L, piped.now())));
    foreign("orders", "d", new Row(1, "a"), null);
    assertThat(verdicts()).hasSize(1);
  }

  @Test
  void aCaptureThatLostItsPositionBlocksTheTableInsteadOfBeingPassedOver() {
    load("orders", new Row(1, "a"));
    load("items", new Row(1, "a"));
    piped.serial(SOURCE, 0);
    piped.barrier(SOURCE, "orders", "s");
    pass();
    assertThat(newestStatus("orders").getPhase()).isEqualTo(TablePhase.BLOCKED);
    assertThat(newestStatus("orders").getProblem()).contains("lost its position");
    assertThat(newestStatus("items").getPhase()).isEqualTo(TablePhase.FOLLOWING);
  }

  @Test
  void anUpdateAndItsRevertInOneTransactionAreNoVerdict() {
    load("orders", new Row(1, "a"));
    piped.change(TARGET, "orders", "u", new Row(1, "a"), new Row(1, "b"));
    foreign("orders", "u", new Row(1, "b"), new Row(1, "a"));
    assertThat(verdicts()).isEmpty();
  }

  @Test
  void aWrongValueOfOneTransactionIsToldThoughTheSinkRepairsItNext() {
    load("orders", new Row(1, "a"));
    foreign("orders", "u", new Row(1, "a"), new Row(1, "b"));
    long offset = piped.change(SOURCE, "orders", "u", new Row(1, "a"), new Row(1, "c"));
    piped.change(TARGET, "orders", "u", new Row(1, "b"), new Row(1, "c"));
    piped.marker(MarkerKind.OWN, List.of("orders"), Map.of("orders", offset));
    assertThat(verdicts())
        .extracting(Verdict::getState)
        .containsExactly(VerdictState.OPEN, VerdictState.CLOSED);
  }

  @Test
  void aRowGoneAndAnotherKindOfWrongIsAnotherVerdict() {
    load("orders", new Row(1, "a"));
    foreign("orders", "u", new Row(1, "a"), new Row(1, "b"));
    foreign("orders", "d", new Row(1, "b"), null);
    assertThat(verdicts())
        .extracting(Verdict::getKind, Verdict::getState)
        .containsExactly(
            tuple(VerdictKind.MISMATCHED, VerdictState.OPEN),
            tuple(VerdictKind.MISMATCHED, VerdictState.CLOSED),
            tuple(VerdictKind.MISSING_ON_TARGET, VerdictState.OPEN));
  }

  @Test
  void twoTablesAreJudgedApartAndANewOneJoins() {
    load("orders", new Row(1, "a"));
    load("items", new Row(1, "a"), new Row(2, "b"));
    foreign("items", "u", new Row(1, "a"), new Row(1, "A"));
    load("late", new Row(5, "l"));
    pass();
    Map<String, TableStatus> statuses = statuses();
    assertThat(statuses.get("db.orders").getEqual()).isTrue();
    assertThat(statuses.get("db.items").getOpenMismatched()).isEqualTo(1);
    assertThat(statuses.get("db.late").getEqual()).isTrue();
    assertThat(statuses.get("db.late").getPhase()).isEqualTo(TablePhase.FOLLOWING);
  }

  @Test
  void lagIsToldByWindowAndGrowsWhileTheTargetStandsStill() {
    load("orders", new Row(1, "a"));
    pass();
    piped.read(Topics.LAG.name());
    long offset = piped.change(SOURCE, "orders", "u", new Row(1, "a"), new Row(1, "b"));
    for (int i = 0; i < 4; i++) {
      piped.marker(MarkerKind.HEARTBEAT, List.of(), Map.of());
      pass();
    }
    List<TableLag> standing = piped.read(Topics.LAG.name());
    assertThat(standing).isNotEmpty().allMatch(lag -> lag.getChanges() == 0);
    assertThat(standing.getLast().getOldestInFlightMillis())
        .isGreaterThan(standing.getFirst().getOldestInFlightMillis())
        .isGreaterThan(3_000);
    piped.change(TARGET, "orders", "u", new Row(1, "a"), new Row(1, "b"));
    piped.marker(MarkerKind.OWN, List.of("orders"), Map.of("orders", offset));
    pass();
    pass();
    List<TableLag> confirmed = piped.read(Topics.LAG.name());
    TableLag lag = confirmed.stream().filter(l -> l.getChanges() > 0).findFirst().orElseThrow();
    assertThat(lag.getChanges()).isEqualTo(1);
    assertThat(lag.getP99Millis()).isBetween(7_000L, 8_000L);
    assertThat(lag.getOldestInFlightMillis()).isZero();
  }

  /** All of it is old, and nothing of it was late when it was written. */
  @Test
  void historyThatIsOnlyNowReadMakesNoTableLate() {
    load("orders", new Row(1, "a"));
    long offset = piped.change(SOURCE, "orders", "u", new Row(1, "a"), new Row(1, "b"));
    piped.marker(MarkerKind.HEARTBEAT, List.of(), Map.of());
    piped.isLater(Duration.ofHours(1));
    pass();
    pass();
    assertThat(piped.<TableLag>read(Topics.LAG.name()))
        .isNotEmpty()
        .extracting(TableLag::getOldestInFlightMillis)
        .allMatch(age -> age < 5_000);
    piped.change(TARGET, "orders", "u", new Row(1, "a"), new Row(1, "b"));
    piped.marker(MarkerKind.OWN, List.of("orders"), Map.of("orders", offset));
    assertThat(verdicts()).isEmpty();
  }

  /** As after the topology's state was lost: markers are few, and read before what they cover. */
  @Test
  void aMarkerThatIsReadLongBeforeWhatItCoversMakesNoTableLate() {
    load("orders", new Row(1, "a"));
    long offset = piped.change(SOURCE, "orders", "u", new Row(1, "a"), new Row(1, "b"));
    piped.marker(MarkerKind.HEARTBEAT, List.of(), Map.of());
    piped.isLater(Duration.ofHours(1));
    piped.marker(MarkerKind.OWN, List.of(), Map.of("orders", offset + 1));
    pass();
    pass();
    assertThat(piped.<TableLag>read(Topics.LAG.name()))
        .isNotEmpty()
        .extracting(TableLag::getOldestInFlightMillis)
        .allMatch(age -> age < 5_000);
    assertThat(verdicts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {-3_600, -2, 2, 3_600})
  void lagIsMeasuredByTheBrokersClockWhateverTheOthersSay(long seconds) {
    load("orders", new Row(1, "a"));
    pass();
    piped.read(Topics.LAG.name());
    piped.captureIsAhead(Duration.ofSeconds(seconds));
    long offset = piped.change(SOURCE, "orders", "u", new Row(1, "a"), new Row(1, "b"));
    piped.topologyIsAhead(Duration.ofSeconds(seconds * 2));
    pass();
    piped.marker(MarkerKind.HEARTBEAT, List.of(), Map.of());
    pass();
    piped.captureIsAhead(Duration.ofSeconds(-seconds));
    piped.change(TARGET, "orders", "u", new Row(1, "a"), new Row(1, "b"));
    piped.marker(MarkerKind.OWN, List.of("orders"), Map.of("orders", offset));
    pass();
    pass();

    List<TableLag> said = piped.read(Topics.LAG.name());
    assertThat(said)
        .extracting(TableLag::getOldestInFlightMillis)
        .allMatch(age -> age <= 6_000)
        .anyMatch(age -> age >= 2_000);
    TableLag confirmed = said.stream().filter(l -> l.getChanges() > 0).findFirst().orElseThrow();
    assertThat(confirmed.getMaxMillis()).isBetween(3_700L, 4_300L);
    assertThat(confirmed.getUncertaintyMillis()).isLessThan(1_000);
  }

  @Test
  void detailsAreCappedButCountsAreNot() {
    piped.close();
    piped = new PipedTopology(stateDirectory, UUID.randomUUID().toString(), 1);
    load("orders", new Row(1, "a"), new Row(2, "b"));
    foreign("orders", "u", new Row(1, "a"), new Row(1, "A"));
    foreign("orders", "u", new Row(2, "b"), new Row(2, "B"));
    List<Verdict> verdicts = verdicts();
    assertThat(verdicts).extracting(Verdict::getDetailsCapped).containsExactly(false, true);
    pass();
    assertThat(newestStatus("orders").getOpenMismatched()).isEqualTo(2);
  }

  @Test
  void valuesThatKafkaNoLongerHoldsAreSaidToBeLeftOut() {
    long offset = load("orders", new Row(1, "a"));
    load("items", new Row(1, "a"), new Row(2, "b"), new Row(3, "c"));
    piped.forget(SOURCE, "orders", offset);
    foreign("orders", "u", new Row(1, "a"), new Row(1, "A"));
    Verdict verdict = verdicts().getFirst();
    assertThat(verdict.getKind()).isEqualTo(VerdictKind.MISMATCHED);
    assertThat(verdict.getDetailsCapped()).isTrue();
    assertThat(verdict.getReason()).contains("no longer in Kafka");
  }
}
