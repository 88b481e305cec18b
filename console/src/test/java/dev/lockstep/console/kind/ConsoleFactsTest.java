package dev.lockstep.console.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.console.demo.Facts;
import dev.lockstep.console.fact.FactTopic;
import dev.lockstep.console.fact.SeriesKind;
import dev.lockstep.schema.topic.TopicSpec;
import dev.lockstep.schema.topic.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Goal: what the list of kinds says fits with the catalogue of topics and with the page. */
class ConsoleFactsTest {

  @Test
  void readsEveryTopicThatTheCatalogueSaysTheConsoleReads() {
    List<String> catalogued =
        Topics.all().stream()
            .filter(topic -> topic.readers().contains("console"))
            .map(TopicSpec::name)
            .toList();
    assertThat(ConsoleFacts.ALL.topics())
        .extracting(FactTopic::name)
        .containsExactlyInAnyOrderElementsOf(catalogued);
  }

  @Test
  void twoKindsMustNotReadTheSameRecord() {
    assertThatThrownBy(() -> ConsoleFacts.ALL.and(new DeadLetterFacts(1)))
        .hasMessageContaining("two kinds of fact read")
        .hasMessageContaining("DeadLetter");
  }

  @Test
  void thePageKnowsTheColumnsOfEverySeries() throws IOException {
    assertThat(ConsoleFacts.ALL.all())
        .filteredOn(SeriesKind.class::isInstance)
        .as("a further series wants its columns checked here, too")
        .extracting(kind -> (Object) kind.name())
        .containsExactly("lag");
    int numbers =
        ConsoleFacts.ALL.the(LagFacts.class).row(Facts.lag("t.a", Instant.EPOCH, 1, 1, 1)).length;
    Matcher columns = Pattern.compile("\\n {2}lag: \\[([^]]*)]").matcher(store());
    assertThat(columns.find()).isTrue();
    assertThat(columns.group(1).split(",")).hasSize(numbers);
  }

  private static String store() throws IOException {
    try (InputStream in =
        ConsoleFactsTest.class.getResourceAsStream("/dev/lockstep/console/web/app/store.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
