package dev.lockstep.producers.source.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.network.ServerException;
import dev.lockstep.flow.Secret;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.producers.source.LogCutOffException;
import dev.lockstep.producers.source.LogFailedException;
import org.junit.jupiter.api.Test;

class FailureHoldTest {

  private static final ServerException CUT_OFF =
      new ServerException(
          "binlog truncated in the middle of event; consider out of disk space", 1236, "HY000");

  private final BinaryLogClient client = new BinaryLogClient("nobody", "");
  private final FailureHold hold = new FailureHold();

  @Test
  void isNotClosedWhileTheConnectionStands() {
    assertThat(hold.closed()).isEmpty();
  }

  @Test
  void aConnectionThatOnlyClosedIsNoCutOffLog() {
    hold.onDisconnect(client);
    assertThat(typed()).isInstanceOf(LogFailedException.class);
  }

  @Test
  void saysThatTheLogIsCutOffThoughTheConnectorHasNotToldOfItYet() {
    hold.polled();
    hold.onCommunicationFailure(client, CUT_OFF);
    hold.onDisconnect(client);
    assertThat(typed()).isInstanceOf(LogCutOffException.class);
  }

  private RuntimeException typed() {
    return ConnectorFailures.typed(
        ServerEndpoint.mariadb("shop", "db1", 3306, "u", Secret.EMPTY),
        hold.closed().orElseThrow());
  }

  @Test
  void holdsTheFailureBackUntilSomebodyHasPolledWhatWasBeforeIt() throws InterruptedException {
    Thread reader = Thread.ofPlatform().start(() -> hold.onCommunicationFailure(client, CUT_OFF));
    while (!hold.isFailing()) {
      Thread.onSpinWait();
    }
    reader.join(50);
    assertThat(reader.isAlive()).isTrue();
    hold.polled();
    reader.join();
  }
}
