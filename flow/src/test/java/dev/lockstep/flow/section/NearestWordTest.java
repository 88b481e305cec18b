package dev.lockstep.flow.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestWordTest {

  private static final List<String> WORDS =
      List.of("partitions", "replication", "retention", "bootstrap.servers", "ssl");

  @ParameterizedTest
  @CsvSource({
    "partition, partitions",
    "bootstrap_servers, bootstrap.servers",
    "bootstrapServer, bootstrap.servers",
    "retnetion, retention",
    "sll, ssl"
  })
  void findsWhatWasMeant(String wrong, String meant) {
    assertThat(NearestWord.to(wrong, WORDS)).contains(meant);
  }

  @Test
  void namesAllWordsWhenNoneIsNear() {
    assertThat(NearestWord.to("elephant", WORDS)).isEmpty();
    assertThat(NearestWord.suggestion("elephant", WORDS)).contains("partitions", "ssl");
  }

  @ParameterizedTest
  @CsvSource({
    "250ms, 250",
    "30s, 30000",
    "90s, 90000",
    "5m, 300000",
    "2h, 7200000",
    "7d, 604800000",
    "0ms, 0"
  })
  void durationsReadBackAsTheyArePrinted(String text, long millis) {
    Duration duration = Duration.ofMillis(millis);

    assertThat(Durations.parse(text)).isEqualTo(duration);
    assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
  }
}
