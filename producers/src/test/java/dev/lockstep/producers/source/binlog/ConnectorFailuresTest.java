package dev.lockstep.producers.source.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.Secret;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.producers.source.LogCutOffException;
import dev.lockstep.producers.source.LogFailedException;
import dev.lockstep.producers.source.LostHistoryException;
import dev.lockstep.producers.source.UndefinedTableException;
import dev.lockstep.schema.topic.TableName;
import io.debezium.text.ParsingException;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

/** Failures as connector and server word them. */
class ConnectorFailuresTest {

  private static final ServerEndpoint ENDPOINT =
      ServerEndpoint.mariadb("shop", "db1", 3306, "u", Secret.EMPTY);

  @Test
  void knowsALogThatIsNoLongerThere() {
    assertThat(typed("Could not find first log file name in binary log index file"))
        .isInstanceOf(LostHistoryException.class)
        .hasMessageContaining("shop");
    assertThat(
            typed(
                "the server 1 requested starting from GTID 0-1-9 which is not in the master's binlog"))
        .isInstanceOf(LostHistoryException.class);
  }

  @Test
  void knowsALogThatIsCutOffAndNotOneThatIsOnlyGone() {
    assertThat(typed("binlog truncated in the middle of event; consider out of disk space"))
        .isInstanceOf(LogCutOffException.class);
    assertThat(typed("Connection reset")).isInstanceOf(LogFailedException.class);
  }

  @Test
  void namesTheTableThatTheConnectorHasNoDefinitionOf() {
    assertThat(
            typed(
                "Encountered change event for table shop.a whose schema isn't known to this connector"))
        .isInstanceOfSatisfying(
            UndefinedTableException.class,
            e -> assertThat(e.table()).contains(new TableName("shop", "a")));
    assertThat(typed("Error processing row in shop.b, internal schema size 3, but row size 4"))
        .isInstanceOfSatisfying(
            UndefinedTableException.class,
            e -> assertThat(e.table()).contains(new TableName("shop", "b")));
  }

  @Test
  void gapsAreLostHistoryWithTheirOwnRemedy() {
    assertThat(ConnectorFailures.typed(ENDPOINT, new LogGapException("a gap", "do this")))
        .isInstanceOfSatisfying(
            LostHistoryException.class, e -> assertThat(e.remedy()).isEqualTo("do this"));
  }

  @Test
  void showsTheStatementThatIsNotUnderstood() {
    RuntimeException typed =
        ConnectorFailures.typed(
            ENDPOINT,
            new ConnectException(
                new ParsingException(
                    null, "DDL statement couldn't be parsed: statement 'CREATE X'")));
    assertThat(typed)
        .isInstanceOf(LockstepException.class)
        .hasMessageContaining("statement 'CREATE X'");
  }

  @Test
  void typesCountForMoreThanWords() {
    RuntimeException typed =
        ConnectorFailures.typed(
            ENDPOINT,
            new ConnectException(
                "statement '/* the binlog has been purged */'",
                new ParsingException(null, "statement 'x'")));
    assertThat(typed).isInstanceOf(LockstepException.class).hasMessageContaining("not understand");
    LockstepException told =
        new LockstepException(LockstepException.Category.DATA, "told", "do this");
    assertThat(ConnectorFailures.typed(ENDPOINT, new ConnectException(told))).isSameAs(told);
  }

  @Test
  void whatIsKafkasIsNotBlamedOnTheDatabase() {
    RuntimeException kafka = new org.apache.kafka.common.errors.TimeoutException("no broker");
    assertThat(ConnectorFailures.typed(ENDPOINT, kafka)).isSameAs(kafka);
    RuntimeException interrupted =
        new org.apache.kafka.common.errors.InterruptException("interrupted");
    assertThat(ConnectorFailures.typed(ENDPOINT, interrupted)).isSameAs(interrupted);
    Thread.interrupted();
  }

  private static RuntimeException typed(String words) {
    return ConnectorFailures.typed(
        ENDPOINT, new ConnectException("An exception occurred", new RuntimeException(words)));
  }
}
