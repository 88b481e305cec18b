package dev.lockstep.sink.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.flow.Flow;
import dev.lockstep.flow.TablePattern;
import dev.lockstep.flow.TableSelection;
import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.sink.alert.Signal.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is missed, and who is not. */
class SilenceWatchTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final SilenceWatch watch = new SilenceWatch(List.of(shop()), LIMIT, Facts.START);
  private Instant now = Facts.START;

  @Test
  void nobodyIsMissedWhoSpeaks() {
    for (int second = 0; second < 300; second += 5) {
      watch.heard(status("shop.orders", second).build());
      watch.heard(status("shop.items", second).build());
      assertThat(silenceAfter(5)).isFalse();
    }
  }

  @Test
  void aTableOfWhichNothingIsHeardIsMissedUntilItIsHeardOf() {
    watch.heard(status("shop.orders", 1).build());
    watch.heard(status("shop.items", 1).build());
    assertThat(silenceAfter(59)).isFalse();
    watch.heard(status("shop.orders", 60).build());
    assertThat(silenceAfter(1)).isTrue();
    assertThat(look().words().title()).contains("shop").contains("not being compared");
    assertThat(look().words().detail()).contains("shop.items", Facts.at(1).toString());

    watch.heard(status("shop.items", 61).build());
    assertThat(silenceAfter(0)).isFalse();
  }

  @Test
  void aMarkerThatStandsStillIsMissedThoughTheTableIsSpokenOf() {
    for (int second = 0; second < 60; second += 5) {
      watch.heard(status("shop.orders", second).setMarkedAt(Facts.at(0)).build());
      assertThat(silenceAfter(5)).isEqualTo(second == 55);
    }
    assertThat(look().words().title()).contains("not being read");
    assertThat(look().words().remedy()).contains("endpoint copy");

    watch.heard(status("shop.orders", 61).setMarkedAt(Facts.at(60)).build());
    assertThat(silenceAfter(0)).isFalse();
  }

  @Test
  void whileRowsAreLoadedNoMarkerIsMissed() {
    for (int second = 0; second < 300; second += 5) {
      watch.heard(
          status("shop.orders", second).setPhase(TablePhase.LOADING).setMarkedAt(null).build());
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
    watch.heard(status("shop.orders", 1).setFlow("former").build());
    for (int second = 0; second < 300; second += 5) {
      watch.heard(status("shop.orders", second).build());
      assertThat(silenceAfter(5)).isFalse();
    }
  }

  @Test
  void whoWasSuspendedMissesNobodyForIt() {
    watch.heard(status("shop.orders", 1).build());
    now = now.plus(Duration.ofHours(9));
    assertThat(look().effect()).isInstanceOf(Effect.Release.class);
    now = now.minus(Duration.ofHours(2));
    assertThat(look().effect()).isInstanceOf(Effect.Release.class);
    assertThat(silenceAfter(54)).isFalse();
    assertThat(silenceAfter(1)).isTrue();
  }

  private boolean silenceAfter(int seconds) {
    Signal signal = look();
    for (int second = 0; second < seconds; second++) {
      now = now.plusSeconds(1);
      signal = look();
    }
    assertThat(signal.cause().code()).isEqualTo("silence");
    return signal.effect() instanceof Effect.Hold;
  }

  private Signal look() {
    List<Signal> signals = watch.look(now);
    assertThat(signals).hasSize(1);
    return signals.getFirst();
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
