package dev.lockstep.schema.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TopicsPageTest {

  private static final Path PAGE = Path.of("../docs/topics.md");
  private static final String REGENERATE =
      "mvn test -pl schemas -Dtest=TopicsPageTest -Dlockstep.docs.write=true";

  @Test
  void thePageSaysWhatTheCatalogueSays() throws IOException {
    String page = TopicsPage.markdown(REGENERATE);
    if (Boolean.getBoolean("lockstep.docs.write")) {
      Files.createDirectories(PAGE.toAbsolutePath().normalize().getParent());
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE).as("regenerate with: " + REGENERATE).exists();
    assertThat(Files.readString(PAGE)).as("regenerate with: " + REGENERATE).isEqualTo(page);
  }

  @Test
  void everyTopicIsNamedOnceAndHasAReaderAndAWriter() {
    assertThat(Topics.all()).extracting(TopicSpec::name).doesNotHaveDuplicates();
    assertThat(Topics.all())
        .allSatisfy(
            spec -> {
              assertThat(spec.writer()).isNotEmpty();
              assertThat(spec.readers()).isNotEmpty();
              assertThat(spec.purpose()).endsWith(".");
            });
  }
}
