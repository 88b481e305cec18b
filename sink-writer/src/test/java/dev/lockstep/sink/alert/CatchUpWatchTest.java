package dev.lockstep.sink.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.sink.alert.Signal.Effect;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatchUpWatchTest {

  private static final String ORDERS = "shop.orders";

  private final Captures captures = new Captures();
  private final CatchUpWatch watch =
      new CatchUpWatch(List.of(SilenceWatchTest.shop()), captures, Duration.ofSeconds(60));

  @Test
  void aFlowIsComparedLateWhileATableIsFarBehindWhatWasRead() {
    assertThat(isLate(ORDERS, 10, 69)).isFalse();
    assertThat(isLate(ORDERS, 10, 70)).isTrue();
    assertThat(isLate("shop.items", 69, 70)).as("another table is still behind").isTrue();
    assertThat(isLate(ORDERS, 71, 110)).as("not yet by half").isTrue();
    assertThat(isLate(ORDERS, 110, 111)).isFalse();
  }

  @Test
  void aTableThatIsGoneHoldsNothing() {
    assertThat(isLate(ORDERS, 0, 100)).isTrue();
    captures.heard(
        ComponentStatus.newBuilder()
            .setProgram(Captures.PROGRAM)
            .setSubject(SilenceWatchTest.shop().source())
            .setTable(ORDERS)
            .setState(ComponentState.STOPPED)
            .setAt(Facts.at(100))
            .build(),
        Duration.ZERO);
    assertThat(isLate("shop.items", 100, 100)).isFalse();
  }

  @Test
  void nothingIsSaidBeforeTheFirstMarker() {
    assertThat(
            watch
                .heard(Facts.status(ORDERS, 1).setMarkedAt(null).setHeardAt(Facts.at(500)).build())
                .effect())
        .isInstanceOf(Effect.Release.class);
  }

  private boolean isLate(String table, int marked, int heard) {
    return watch.heard(Facts.status(table, marked).setHeardAt(Facts.at(heard)).build()).effect()
        instanceof Effect.Hold;
  }
}
