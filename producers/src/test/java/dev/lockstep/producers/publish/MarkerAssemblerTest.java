package dev.lockstep.producers.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schema.event.MarkerKind;
import dev.lockstep.schema.event.SourceReach;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MarkerAssemblerTest {

  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  private final MarkerAssembler target =
      MarkerAssembler.resumed(2, NOW, Optional.empty(), List.of(), true);

  @Test
  void aTransactionThatMovesOnlyProgressIsMarked() {
    SourceReach reached = new SourceReach("move", "old.app.items", "id", 77L, NOW);
    target.begin("0-1-5", NOW);
    target.progress(1, reached);
    assertThat(target.hasToMark()).as("it has not ended").isFalse();
    target.end(NOW);
    assertThat(target.hasToMark()).isTrue();
    assertThat(target.heartbeat(0, NOW).kind()).isEqualTo(MarkerKind.HEARTBEAT);
    MarkerDraft marker = target.heartbeat(1, NOW);
    assertThat(marker.kind()).isEqualTo(MarkerKind.OWN);
    assertThat(marker.progress()).containsExactly(reached);
    assertThat(target.hasToMark()).isFalse();
    assertThat(target.heartbeat(1, NOW).kind()).isEqualTo(MarkerKind.HEARTBEAT);
  }
}
