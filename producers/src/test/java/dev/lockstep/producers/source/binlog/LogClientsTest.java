package dev.lockstep.producers.source.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import org.junit.jupiter.api.Test;

class LogClientsTest {

  /** Else a new version of the log client would capture nothing. */
  @Test
  void findsWhatTheClientReadsEventsBy() throws Exception {
    assertThat(BinaryLogClient.class.getDeclaredField(LogClients.DESERIALIZER).getType())
        .isEqualTo(EventDeserializer.class);
    assertThat(EventDeserializer.class.getDeclaredField(LogClients.TABLES).getType())
        .isEqualTo(EventDataDeserializer.class);
  }
}
