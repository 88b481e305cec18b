package dev.lockstep.schema.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schema.event.ComponentKey;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.kafka.Backoff;
import dev.lockstep.schema.status.Untold.Word;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: of each subject the newest word is told until it is taken, and no older one after it. */
class UntoldTest {

  private static final ComponentKey SHOP = new ComponentKey("producers", "shop", "");
  private static final ComponentKey COPY = new ComponentKey("producers", "copy", "");

  private long nanos = Long.MAX_VALUE - 3;
  private final Untold untold =
      new Untold(new Backoff(Duration.ofMillis(100), Duration.ofMillis(400)), () -> nanos);

  @Test
  void nothingIsDueWhenNothingWasSaid() {
    assertThat(untold.waitNanos()).isEqualTo(Long.MAX_VALUE);
    assertThat(untold.due()).isEmpty();
    assertThat(untold.isEmpty()).isTrue();
  }

  @Test
  void aWordIsDueOnceAndStandsUntilItIsTaken() {
    say(SHOP, ComponentState.RUNNING);
    List<Word> due = untold.due();
    assertThat(due).hasSize(1);
    assertThat(untold.due()).as("it is on its way").isEmpty();
    assertThat(untold.isEmpty()).isFalse();
    untold.taken(due.getFirst());
    assertThat(untold.isEmpty()).isTrue();
  }

  @Test
  void whatFailedIsDueAgainAfterAPauseThatGrowsUntilSomethingIsTaken() {
    say(SHOP, ComponentState.FAILED);
    for (long millis : new long[] {100, 200, 400, 400}) {
      List<Word> due = untold.due();
      assertThat(due).extracting(word -> word.status().getState()).contains(ComponentState.FAILED);
      untold.failed(due);
      nanos += Duration.ofMillis(millis).toNanos() - 1;
      assertThat(untold.due()).isEmpty();
      assertThat(untold.waitNanos()).isEqualTo(1);
      nanos++;
    }
    say(COPY, ComponentState.RUNNING);
    List<Word> both = untold.due();
    assertThat(both).hasSize(2);
    untold.taken(both.get(1));
    untold.failed(both.subList(0, 1));
    nanos += Duration.ofMillis(100).toNanos();
    assertThat(untold.due()).hasSize(1);
  }

  @Test
  void aNewerWordTakesThePlaceOfOneThatIsNotTakenYet() {
    say(SHOP, ComponentState.RETRYING);
    Word old = untold.due().getFirst();
    say(SHOP, ComponentState.FAILED);
    Word last = untold.due().getFirst();
    untold.taken(old);
    assertThat(untold.isEmpty()).as("the last word is not taken").isFalse();
    untold.failed(List.of(old));
    nanos += Duration.ofSeconds(1).toNanos();
    assertThat(untold.due()).as("of the old one it does not matter").isEmpty();
    untold.taken(last);
    assertThat(untold.isEmpty()).isTrue();
  }

  @Test
  void anEqualWordIsAnother() {
    ComponentStatus status = status(SHOP, ComponentState.RUNNING);
    untold.say(SHOP, status);
    Word first = untold.due().getFirst();
    untold.say(SHOP, status);
    untold.taken(first);
    assertThat(untold.due()).hasSize(1);
  }

  @Test
  void whatIsForgottenIsNotToldEvenIfItFailsLater() {
    say(SHOP, ComponentState.RETRYING);
    Word word = untold.due().getFirst();
    untold.forget(SHOP::equals);
    untold.failed(List.of(word));
    nanos += Duration.ofSeconds(1).toNanos();
    assertThat(untold.due()).isEmpty();
    assertThat(untold.isEmpty()).isTrue();
  }

  private void say(ComponentKey key, ComponentState state) {
    untold.say(key, status(key, state));
  }

  private static ComponentStatus status(ComponentKey key, ComponentState state) {
    return ComponentStatus.newBuilder()
        .setProgram(key.getProgram())
        .setSubject(key.getSubject())
        .setTable(key.getTable())
        .setState(state)
        .setAt(Instant.EPOCH)
        .build();
  }
}
