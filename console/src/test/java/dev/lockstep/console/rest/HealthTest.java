package dev.lockstep.console.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.console.answer.ReaderStatus;
import dev.lockstep.console.demo.Facts;
import dev.lockstep.console.kind.ConsoleFacts;
import dev.lockstep.console.view.ConsoleView;
import dev.lockstep.console.view.Snapshot;
import dev.lockstep.schema.event.ComponentState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Goal: health is of the pipeline's life, not of the data. Method: one fact at a time. */
class HealthTest {

  private static final Instant NOW = Instant.parse("2026-03-14T09:26:53Z");

  private final ConsoleView view =
      new ConsoleView(List.of(Facts.flow()), ConsoleFacts.ALL, Duration.ofSeconds(60));

  HealthTest() {
    view.said(Facts.table("shop.orders", NOW).build());
    Facts.captured(NOW, "shop.orders").forEach(view::said);
  }

  @Test
  void livesWhileAllIsHeardOf() {
    assertThat(health().isHealthy()).isTrue();
  }

  @Test
  void aRefusedTableIsNoReasonToRestartAnything() {
    view.said(
        Facts.component("producers", Facts.SOURCE, "zoo.a", ComponentState.REFUSED, NOW).build());
    assertThat(health().isHealthy()).isTrue();
    assertThat(snapshot().judgement().inLockstep()).isFalse();
  }

  @Test
  void aCaptureThatHasFallenSilentIsOne() {
    view.said(Facts.capture(Facts.SOURCE, NOW.minusSeconds(31)).build());
    assertThat(health().reasons())
        .containsExactly("nothing heard of the capture of shop since " + NOW.minusSeconds(31));
  }

  private Health health() {
    return Health.of(snapshot(), NOW);
  }

  private Snapshot snapshot() {
    return view.snapshot(
        new ReaderStatus(true, 0, Optional.of(NOW), List.of(), 0, Optional.empty()), NOW);
  }
}
