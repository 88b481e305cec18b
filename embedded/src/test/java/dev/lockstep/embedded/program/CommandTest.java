package dev.lockstep.embedded.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTest {

  @Test
  void tellsAllThatWasSaidAndHowItEnded() throws IOException {
    Command.Ended ended = shell("echo one; echo two >&2; exit 3", Duration.ofMinutes(1)).run();

    assertThat(ended.output()).isEqualTo("one\ntwo\n");
    assertThat(ended.status()).isEqualTo(3);
    assertThat(ended.isSuccess()).isFalse();
  }

  @Test
  void endsWhatIsNotThroughInTime() {
    Command endless = shell("echo still here; sleep 600 & sleep 600", Duration.ofSeconds(2));

    assertThatThrownBy(endless::run)
        .isInstanceOf(IOException.class)
        .hasMessage("sh did not end within 2 s; last: still here");
    await().until(() -> ProcessHandle.current().descendants().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void saysWhichProgramIsNotThere() {
    Command missing = new Command(List.of("no-such-program"), Duration.ofSeconds(1));

    assertThatThrownBy(missing::run)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no-such-program");
  }

  private static Command shell(String script, Duration limit) {
    return new Command(List.of("sh", "-c", script), limit);
  }
}
