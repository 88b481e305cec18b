package dev.lockstep.sink.alert;

import static dev.lockstep.schema.event.ComponentState.FAILED;
import static dev.lockstep.schema.event.ComponentState.REFUSED;
import static dev.lockstep.schema.event.ComponentState.RETRYING;
import static dev.lockstep.schema.event.ComponentState.RUNNING;
import static dev.lockstep.schema.event.ComponentState.SNAPSHOT;
import static dev.lockstep.schema.event.ComponentState.STARTING;
import static dev.lockstep.schema.event.ComponentState.STOPPED;
import static dev.lockstep.schema.event.VerdictKind.EXTRA_ON_TARGET;
import static dev.lockstep.schema.event.VerdictKind.INCONCLUSIVE;
import static dev.lockstep.schema.event.VerdictKind.MISMATCHED;
import static dev.lockstep.schema.event.VerdictKind.MISSING_ON_TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.known.Engines;
import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.config.AlertSettings;
import dev.lockstep.schema.event.Alert;
import dev.lockstep.schema.event.AlertState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.DeadLetter;
import dev.lockstep.schema.event.Severity;
import dev.lockstep.schema.event.TablePhase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules and book together: facts in, what a person is told out. */
class AlertBookTest {

  private static final String ORDERS = "shop.orders";

  private final Watches watches =
      new Watches(
          List.of(SilenceWatchTest.shop()),
          endpoint -> Engines.of(EndpointType.MARIADB),
          AlertSettings.DEFAULT,
          () -> 0);
  private final AlertBook book = new AlertBook();

  @Test
  void opensAtTheFirstVerdictAndResolvesAtTheLast() {
    take(Facts.opened("a", MISMATCHED, ORDERS, 1));
    take(Facts.opened("b", MISMATCHED, ORDERS, 2));
    take(Facts.closed("a", MISMATCHED, ORDERS, 3));
    take(Facts.closed("b", MISMATCHED, ORDERS, 4));

    Emission told = book.drain();

    assertThat(told.transitions())
        .extracting(Alert::getState)
        .containsExactly(AlertState.OPENED, AlertState.RESOLVED);
    Alert opened = told.transitions().getFirst();
    Alert resolved = told.transitions().getLast();
    assertThat(resolved.getId()).isEqualTo(opened.getId());
    assertThat(opened.getSeverity()).isEqualTo(Severity.CRITICAL);
    assertThat(opened.getCode()).isEqualTo("rows-mismatched");
    assertThat(opened.getOpenedAt()).isEqualTo(Facts.at(1));
    assertThat(resolved.getResolvedAt()).isEqualTo(Facts.at(4));
    assertThat(told.states()).containsExactly(resolved);
  }

  @Test
  void aCountIsAStateAndNoTransition() {
    take(Facts.opened("a", MISSING_ON_TARGET, ORDERS, 1));
    book.drain();

    take(Facts.opened("b", MISSING_ON_TARGET, ORDERS, 2));
    take(Facts.revised("b", MISSING_ON_TARGET, ORDERS, 2, 2));

    assertThat(book.hasTransitions()).isFalse();
    assertThat(book.drain().states()).extracting(Alert::getCount).containsExactly(2L);
  }

  @Test
  void kindsAndTablesHaveAlertsOfTheirOwn() {
    take(Facts.opened("a", MISSING_ON_TARGET, ORDERS, 1));
    take(Facts.opened("b", EXTRA_ON_TARGET, ORDERS, 1));
    take(Facts.opened("c", EXTRA_ON_TARGET, "shop.items", 1));
    take(Facts.opened("d", INCONCLUSIVE, ORDERS, 1));

    List<Alert> told = book.drain().transitions();

    assertThat(told)
        .extracting(Alert::getCode)
        .containsExactly("rows-missing", "rows-extra", "rows-extra", "rows-inconclusive");
    assertThat(told.getLast().getSeverity()).isEqualTo(Severity.WARNING);
    assertThat(new HashSet<>(told.stream().map(Alert::getId).toList())).hasSize(4);
  }

  @Test
  void anAlertThatComesBackIsAnotherOne() {
    take(Facts.opened("a", MISMATCHED, ORDERS, 1));
    take(Facts.closed("a", MISMATCHED, ORDERS, 2));
    take(Facts.opened("a2", MISMATCHED, ORDERS, 3));

    List<Alert> told = book.drain().transitions();

    assertThat(told).hasSize(3);
    assertThat(told.get(2).getId()).isNotEqualTo(told.get(0).getId());
  }

  @Test
  void aClosingWhoseOpeningIsUnknownIsNoAlert() {
    take(Facts.closed("a", MISMATCHED, ORDERS, 2));
    take(Facts.revised("a", MISMATCHED, ORDERS, 5, 2));

    assertThat(book.hasTransitions()).isFalse();
  }

  @Test
  void alertsNameKeysAndColumnsButNeverValues() {
    take(Facts.opened("a", MISMATCHED, ORDERS, 1));

    Alert alert = book.drain().transitions().getFirst();

    assertThat(alert.getDetail()).contains("id=a", "name");
    assertThat(alert.toString()).doesNotContain("secret");
  }

  @Test
  void aResidualIsAlarmingOnlyWhileFollowing() {
    take(
        new Fact.OfTable(
            Facts.status(ORDERS, 1).setPhase(TablePhase.LOADING).setResidualZero(false).build()));
    assertThat(book.hasTransitions()).isFalse();

    take(Facts.residual(ORDERS, false, 2));
    take(Facts.residual(ORDERS, false, 3));
    take(Facts.residual(ORDERS, true, 4));

    assertThat(codes())
        .containsExactly("unexplained-residual OPENED", "unexplained-residual RESOLVED");
  }

  @Test
  void aBlockedTableIsSaidWithItsReason() {
    take(
        new Fact.OfTable(
            Facts.status(ORDERS, 1).setPhase(TablePhase.BLOCKED).setProblem("no key").build()));

    assertThat(book.drain().transitions())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.getCode()).isEqualTo("table-blocked");
              assertThat(alert.getDetail()).isEqualTo("no key");
            });
  }

  @Test
  void lagOpensAtItsLimitAndResolvesAtHalf() {
    take(Facts.lag(ORDERS, 59_999, 0, 1));
    take(Facts.lag(ORDERS, 60_000, 0, 2));
    take(Facts.lag(ORDERS, 31_000, 0, 3));
    take(Facts.lag(ORDERS, 10, 29_999, 4));

    assertThat(codes()).containsExactly("lag OPENED", "lag RESOLVED");
  }

  @Test
  void whatIsLongInFlightIsLateTooAndLaterCritical() {
    take(Facts.lag(ORDERS, 0, 60_000, 1));
    take(Facts.lag(ORDERS, 0, 600_000, 2));

    assertThat(book.drain().transitions())
        .extracting(Alert::getSeverity)
        .containsExactly(Severity.WARNING, Severity.CRITICAL);
  }

  @Test
  void aRereadMakesOneLagAlertOfTheFlowThatSaysWhy() {
    take(Facts.component("producers", "original", "", SNAPSHOT, 1));
    book.drain();
    for (int table = 0; table < 45; table++) {
      take(Facts.lag("shop.t" + table, 0, 700_000, 2));
    }

    List<Alert> told = book.drain().transitions();
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().getSubject()).isEqualTo("shop");
    assertThat(told.getFirst().getSeverity()).isEqualTo(Severity.WARNING);
    assertThat(told.getFirst().getDetail()).contains("endpoint original", "why SNAPSHOT");

    take(Facts.component("producers", "original", "", RUNNING, 3));
    for (int table = 0; table < 45; table++) {
      take(Facts.lag("shop.t" + table, 0, 70_000, 4));
    }
    assertThat(codes()).as("they still catch up").doesNotContain("lag OPENED", "lag RESOLVED");
    for (int table = 0; table < 45; table++) {
      take(Facts.lag("shop.t" + table, 0, 10, 5));
    }
    assertThat(codes()).containsExactly("lag RESOLVED");
    take(Facts.lag("shop.t7", 0, 70_000, 6));
    assertThat(book.drain().transitions())
        .extracting(Alert::getSubject)
        .as("late by itself")
        .containsExactly("shop.t7");
  }

  @Test
  void whatIsNotCarriedOverIsAWarningUntilItIs() {
    ComponentStatus narrower =
        ComponentStatus.newBuilder(
                ((Fact.OfComponent) Facts.component("sink", "shop", ORDERS, RUNNING, 1)).status())
            .setMessage("column note is varchar(40) at the source and varchar(10) there")
            .setRemedy("Run on the target: ALTER TABLE x")
            .build();
    take(new Fact.OfComponent(narrower));
    Alert alert = book.drain().transitions().getFirst();
    assertThat(alert.getCode()).isEqualTo("not-carried-over");
    assertThat(alert.getSeverity()).isEqualTo(Severity.WARNING);
    assertThat(alert.getDetail()).contains("varchar(40)");
    assertThat(alert.getRemedy()).contains("ALTER TABLE x");
    take(Facts.component("sink", "shop", ORDERS, RUNNING, 2));
    assertThat(codes()).containsExactly("not-carried-over RESOLVED");
  }

  @Test
  void aTableThatIsDroppedIsSaidUntilTheTargetFollows() {
    take(Facts.component("producers", "original", ORDERS, STOPPED, 1));
    Alert alert = book.drain().transitions().getFirst();
    assertThat(alert.getCode()).isEqualTo("dropped");
    assertThat(alert.getDetail()).contains("endpoint original", "endpoint copy");
    assertThat(alert.getRemedy()).contains("DROP TABLE `shop`.`orders`");
    take(Facts.component("producers", "copy", ORDERS, STOPPED, 2));
    assertThat(codes()).containsExactly("dropped RESOLVED");
    take(Facts.component("producers", "original", "elsewhere.t", STOPPED, 3));
    assertThat(codes()).isEmpty();
  }

  @Test
  void aRecordThatNobodyCouldReadWasNotRefusedByTheTarget() {
    Fact.OfDeadLetter letter = (Fact.OfDeadLetter) Facts.deadLetter("a", ORDERS, 1);
    take(
        new Fact.OfDeadLetter(
            DeadLetter.newBuilder(letter.letter())
                .setErrorClass("SerializationException")
                .build()));

    Alert alert = book.drain().transitions().getFirst();
    assertThat(alert.getTitle()).contains("shop_source.shop.orders").contains("cannot be read");
    assertThat(alert.getDetail()).contains("shop_source.shop.orders-0@7");
    assertThat(alert.getRemedy()).doesNotContain("at the target");
  }

  @Test
  void troubleThatPassesIsResolvedAndTold() {
    take(Facts.component("producers", "shop_source", "", RETRYING, 1));
    take(Facts.component("producers", "shop_source", "", RETRYING, 2));
    take(Facts.component("producers", "shop_source", "", RUNNING, 3));

    assertThat(codes())
        .containsExactly(
            "capture OPENED", "capture RESOLVED", "restored OPENED", "restored RESOLVED");
  }

  @Test
  void troubleThatEndsBadlyBecomesCritical() {
    take(Facts.component("sink", "shop", "", RETRYING, 1));
    take(Facts.component("sink", "shop", "", FAILED, 2));
    List<Alert> told = book.drain().transitions();

    assertThat(told)
        .extracting(Alert::getSeverity)
        .containsExactly(Severity.WARNING, Severity.WARNING, Severity.CRITICAL);
    assertThat(told.getLast().getDetail()).isEqualTo("why FAILED");

    take(Facts.component("sink", "shop", "", STARTING, 3));
    assertThat(book.hasTransitions()).isFalse();
    take(Facts.component("sink", "shop", "", RUNNING, 4));
    assertThat(codes()).containsExactly("sink RESOLVED");
  }

  @Test
  void aRefusedTableIsNamedAndItsNeighbourIsNot() {
    take(Facts.component("sink", "shop", ORDERS, REFUSED, 1));
    take(Facts.component("sink", "shop", "shop.items", RUNNING, 1));

    assertThat(book.drain().transitions())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.getCode()).isEqualTo("table-refused");
              assertThat(alert.getSubject()).isEqualTo(ORDERS);
              assertThat(alert.getFlow()).isEqualTo("shop");
            });
  }

  @Test
  void aSnapshotIsToldFromBeginningToEnd() {
    take(Facts.component("producers", "shop_source", "", SNAPSHOT, 1));
    take(Facts.component("producers", "shop_source", "", SNAPSHOT, 2));
    take(Facts.component("producers", "shop_source", "", RUNNING, 3));

    assertThat(codes()).containsExactly("snapshot OPENED", "snapshot RESOLVED");
  }

  @Test
  void troubleIsNotOverWhileASnapshotIsTriedAgain() {
    take(Facts.component("producers", "shop_source", "", RETRYING, 1));
    take(Facts.component("producers", "shop_source", "", SNAPSHOT, 2));
    take(Facts.component("producers", "shop_source", "", RETRYING, 3));

    assertThat(codes()).containsExactly("capture OPENED", "snapshot OPENED");
  }

  @Test
  void whatTheLogDoesNotTellIsAnAlertUntilThereIsNothingToSay() {
    ComponentStatus running =
        ((Fact.OfComponent) Facts.component("producers", "shop_source", ORDERS, RUNNING, 1))
            .status();
    take(
        new Fact.OfComponent(
            ComponentStatus.newBuilder(running).setMessage("It cascades.").build()));
    take(new Fact.OfComponent(running));

    assertThat(codes()).containsExactly("blind-spot OPENED", "blind-spot RESOLVED");
  }

  @Test
  void stoppingOnRequestEndsTrouble() {
    take(Facts.component("sink", "shop", "", RETRYING, 1));
    take(Facts.component("sink", "shop", "", STOPPED, 2));

    assertThat(codes()).containsExactly("sink OPENED", "sink RESOLVED");
  }

  @Test
  void deadLettersResolveWhenTheTableIsEqualBehindThem() {
    take(Facts.deadLetter("t-0-7", ORDERS, 5));
    take(Facts.deadLetter("t-0-8", ORDERS, 6));
    take(Facts.residual(ORDERS, true, 6));
    assertThat(codes()).containsExactly("dead-letter OPENED");

    take(new Fact.OfTable(Facts.status(ORDERS, 7).setInFlight(1).build()));
    assertThat(codes()).isEmpty();
    take(Facts.residual(ORDERS, true, 8));
    assertThat(codes()).containsExactly("dead-letter RESOLVED");
  }

  @Test
  void unreadableFactsAreAnAlertOfTheirOwn() {
    take(new Fact.Unreadable("lockstep.verdicts", 2, 9, "no schema", Facts.START));
    take(new Fact.Unreadable("lockstep.verdicts", 2, 10, "no schema", Facts.START));

    assertThat(book.drain().states())
        .singleElement()
        .satisfies(alert -> assertThat(alert.getCount()).isEqualTo(2));
  }

  @Test
  void olderResolvedAlertsAreForgotten() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i <= AlertBook.RESOLVED_KEPT; i++) {
      take(Facts.opened("v" + i, MISMATCHED, ORDERS, i));
      ids.add(book.open().iterator().next().getId());
      take(Facts.closed("v" + i, MISMATCHED, ORDERS, i));
    }

    Emission told = book.drain();

    assertThat(told.forgotten()).containsExactly(ids.getFirst());
    assertThat(told.states()).hasSize(AlertBook.RESOLVED_KEPT);
    assertThat(told.transitions()).hasSize(2 * AlertBook.RESOLVED_KEPT + 2);
  }

  private void take(Fact fact) {
    AlertRules.signals(fact).forEach(book::apply);
    watches.heard(fact).forEach(book::apply);
  }

  private List<String> codes() {
    return book.drain().transitions().stream()
        .map(alert -> alert.getCode() + " " + alert.getState())
        .toList();
  }
}
