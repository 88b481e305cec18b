package dev.lockstep.sink.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.known.Engines;
import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.Flow;
import dev.lockstep.flow.TablePattern;
import dev.lockstep.flow.TableSelection;
import dev.lockstep.flow.config.AlertSettings;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.Severity;
import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.sink.alert.Signal.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who is missed, and who is not. */
class SilenceWatchTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final AtomicLong nanos = new AtomicLong(-5);
  private final Watches watches =
      new Watches(
          List.of(shop()),
          endpoint -> Engines.of(EndpointType.MARIADB),
          new AlertSettings(Duration.ofSeconds(60), Duration.ofMinutes(10), LIMIT, LIMIT),
          nanos::get);
  private List<String> topics = List.of();
  private Instant now = Facts.START;

  @Test
  void nobodyIsMissedWhoSpeaks() {
    for (int second = 0; second < 300; second += 5) {
      heard(status("shop.orders", second).build());
      heard(status("shop.items", second).build());
      assertThat(silenceAfter(5)).isFalse();
    }
  }

  @Test
  void aTableOfWhichNothingIsHeardIsMissedUntilItIsHeardOf() {
    heard(status("shop.orders", 1).build());
    heard(status("shop.items", 1).build());
    assertThat(silenceAfter(59)).isFalse();
    heard(status("shop.orders", 60).build());
    assertThat(silenceAfter(1)).isTrue();
    assertThat(look().words().title()).contains("shop").contains("not being compared");
    assertThat(look().words().detail()).contains("shop.items", Facts.at(1).toString());

    heard(status("shop.items", 61).build());
    assertThat(silenceAfter(0)).isFalse();
  }

  @Test
  void aMarkerThatStandsStillIsMissedThoughTheTableIsSpokenOf() {
    for (int second = 0; second < 60; second += 5) {
      heard(status("shop.orders", second).setMarkedAt(Facts.at(0)).build());
      assertThat(silenceAfter(5)).isEqualTo(second == 55);
    }
    assertThat(look().words().title()).contains("not being read");
    assertThat(look().words().remedy()).contains("endpoint copy");

    heard(status("shop.orders", 61).setMarkedAt(Facts.at(60)).build());
    assertThat(silenceAfter(0)).isFalse();
  }

  @Test
  void aMarkerThatCoversMuchMayBeJudgedForLongAsLongAsOthersCome() {
    for (int second = 0; second < 300; second += 5) {
      heard(judging(second).setHeardAt(Facts.at(second)).build());
      assertThat(silenceAfter(5)).isFalse();
    }
    for (int second = 300; second < 355; second += 5) {
      heard(judging(second).setHeardAt(Facts.at(295)).build());
      assertThat(silenceAfter(5)).isEqualTo(second == 350);
    }
  }

  private static TableStatus.Builder judging(int second) {
    return status("shop.orders", second).setMarkedAt(Facts.at(0)).setInFlight(1);
  }

  @Test
  void whileRowsAreLoadedNoMarkerIsMissed() {
    for (int second = 0; second < 300; second += 5) {
      heard(status("shop.orders", second).setPhase(TablePhase.LOADING).setMarkedAt(null).build());
      assertThat(silenceAfter(5)).isFalse();
    }
  }

  @Test
  void aFlowOfWhichNoTableWasEverHeardIsMissed() {
    assertThat(silenceAfter(59)).isFalse();
    assertThat(silenceAfter(1)).isTrue();
    assertThat(look().words().detail()).contains("No table of the flow");
  }

  @Test
  void aFlowThatIsNoLongerConfiguredIsNotMissed() {
    heard(status("shop.orders", 1).setFlow("former").build());
    for (int second = 0; second < 300; second += 5) {
      heard(status("shop.orders", second).build());
      assertThat(silenceAfter(5)).isFalse();
    }
  }

  @Test
  void aFlowWithoutTablesIsNotMissedWhileItsSourceIsRead() {
    watches.heard(Facts.component("producers", "original", "", ComponentState.RUNNING, 1));
    assertThat(silenceAfter(100)).isFalse();
    topics = List.of("original.shop.left_out", "elsewhere.shop.orders", "unrelated");
    assertThat(silenceAfter(100)).isFalse();
    topics = List.of("original.shop.orders");
    assertThat(silenceAfter(0)).isTrue();
  }

  @Test
  void aFlowWhoseTablesAreAllRefusedIsNotMissed() {
    topics = List.of("original.shop.orders", "original.shop.items");
    watches.restore(
        List.of(
            ((Fact.OfComponent)
                    Facts.component("producers", "original", "", ComponentState.RUNNING, 1))
                .status()));
    watches.heard(
        Facts.component("producers", "original", "shop.orders", ComponentState.REFUSED, 1));
    watches.heard(Facts.component("sink", "shop", "shop.items", ComponentState.REFUSED, 1));
    assertThat(silenceAfter(100)).isFalse();
    watches.heard(Facts.component("sink", "shop", "shop.items", ComponentState.RUNNING, 1));
    assertThat(silenceAfter(0)).isTrue();
  }

  @Test
  void aTableThatItsCaptureEndedIsNotMissed() {
    heard(status("shop.orders", 1).build());
    heard(status("shop.items", 1).build());
    watches.heard(
        Facts.component("producers", "original", "shop.items", ComponentState.STOPPED, 1));
    for (int second = 0; second < 100; second += 5) {
      heard(status("shop.orders", second).build());
      assertThat(silenceAfter(5)).isFalse();
    }
  }

  @Test
  void whileTheTargetIsReadAnewNoMarkerIsMissedUnlessThatStandsStill() {
    for (int second = 0; second < 300; second += 5) {
      heard(status("shop.orders", second).setMarkedAt(Facts.at(0)).build());
      Fact.OfComponent reread =
          (Fact.OfComponent)
              Facts.component("producers", "copy", "", ComponentState.SNAPSHOT, second);
      watches.heard(
          new Fact.OfComponent(
              ComponentStatus.newBuilder(reread.status()).setDone(second).build()));
      assertThat(silenceAfter(5)).isFalse();
    }
    for (int second = 300; second < 350; second += 5) {
      heard(status("shop.orders", second).setMarkedAt(Facts.at(0)).build());
      assertThat(silenceAfter(5)).isFalse();
    }
    heard(status("shop.orders", 350).setMarkedAt(Facts.at(0)).build());
    assertThat(silenceAfter(5)).isTrue();
  }

  @Test
  void whoWasSuspendedMissesNobodyForIt() {
    heard(status("shop.orders", 1).build());
    nanos.addAndGet(Duration.ofHours(9).toNanos());
    assertThat(look().effect()).isInstanceOf(Effect.Release.class);
    assertThat(silenceAfter(54)).isFalse();
    assertThat(silenceAfter(1)).isTrue();
  }

  @Test
  void aClockThatIsSetBackIsNobodysSilence() {
    for (int second = 0; second < 300; second += 5) {
      // The times in the facts go back an hour too, and markers go on.
      int told = second < 100 ? second : second - 3600;
      now = Facts.at(told);
      heard(status("shop.orders", told).build());
      assertThat(silenceAfter(5)).isFalse();
    }
    assertThat(silenceAfter(55)).isTrue();
  }

  @Test
  void definitionsThatDifferForLongAreAWarningThatSaysHow() {
    TableStatus altering =
        status("shop.orders", 1)
            .setPhase(TablePhase.ALTERING)
            .setEqual(false)
            .setResidualZero(false)
            .setProblem("Column note: varchar(40) at the source, varchar(10) on the target.")
            .build();
    assertThat(AlertRules.signals(new Fact.OfTable(altering)))
        .extracting(signal -> signal.effect().getClass().getSimpleName())
        .doesNotContain("Hold", "Add");
    for (int second = 0; second < 59; second++) {
      heard(altering);
      pass();
      assertThat(signals("definition")).isEmpty();
    }
    heard(altering);
    pass();
    assertThat(signals("definition"))
        .singleElement()
        .satisfies(
            signal -> {
              assertThat(signal.cause().severity()).isEqualTo(Severity.WARNING);
              assertThat(signal.cause().subject()).isEqualTo("shop.orders");
              assertThat(signal.words().detail()).contains("varchar(40)");
              assertThat(signal.words().remedy()).contains("ALTER TABLE");
            });
    assertThat(watches.heard(new Fact.OfTable(status("shop.orders", 70).build())))
        .filteredOn(signal -> signal.cause().code().equals("definition"))
        .singleElement()
        .satisfies(signal -> assertThat(signal.effect()).isInstanceOf(Effect.Release.class));
    pass();
    assertThat(signals("definition")).isEmpty();
  }

  private void heard(TableStatus status) {
    watches.heard(new Fact.OfTable(status));
  }

  private boolean silenceAfter(int seconds) {
    Signal signal = look();
    for (int second = 0; second < seconds; second++) {
      pass();
      signal = look();
    }
    return signal.effect() instanceof Effect.Hold;
  }

  private void pass() {
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    now = now.plusSeconds(1);
  }

  private Signal look() {
    List<Signal> signals = signals("silence");
    assertThat(signals).hasSize(1);
    return signals.getFirst();
  }

  private List<Signal> signals(String code) {
    return watches.look(now, () -> topics).stream()
        .filter(signal -> signal.cause().code().equals(code))
        .toList();
  }

  private static TableStatus.Builder status(String table, int second) {
    return Facts.status(table, second);
  }

  static Flow shop() {
    return new Flow(
        "shop",
        "original",
        "copy",
        new TableSelection(
            List.of(TablePattern.parse("shop.%")), List.of(TablePattern.parse("shop.left_out"))),
        List.of(),
        List.of());
  }
}
