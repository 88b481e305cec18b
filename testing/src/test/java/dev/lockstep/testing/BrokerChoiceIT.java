package dev.lockstep.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerChoiceIT {

  @TempDir Path directory;

  /** Skipped, and so told of at the end of all tests, where they run on the other broker. */
  @Test
  void integrationTestsRunOnTestcontainersKafka() throws Exception {
    DockerEngine engine = new DockerEngine();
    String lacking = engine.lacking().orElse("");
    assumeTrue(
        lacking.isEmpty(), "integration tests use Kafka in their own process, since " + lacking);
    try (TestKafka kafka = TestKafka.start(directory, engine)) {
      assertThat(topics(kafka.bootstrapServers())).containsExactly("letters");
    }
  }

  @Test
  void takesTheBrokerInThisProcessWhereThereIsNoEngine() throws Exception {
    try (TestKafka kafka = TestKafka.start(directory, new FakeEngine(Optional.of("it is away")))) {
      assertThat(topics(kafka.bootstrapServers())).containsExactly("letters");
    }
  }

  @Test
  void takesTheContainerWhereThereIsOneAndStopsIt() {
    FakeEngine engine = new FakeEngine(Optional.empty());
    try (TestKafka kafka = TestKafka.start(directory, engine)) {
      assertThat(kafka.bootstrapServers()).isEqualTo("in-a-container:9092");
      assertThat(engine.stopped).isFalse();
    }
    assertThat(engine.stopped).isTrue();
    assertThat(directory).isEmptyDirectory();
  }

  private static Iterable<String> topics(String servers) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin.createTopics(List.of(new NewTopic("letters", 1, (short) 1))).all().get();
      return admin.listTopics().names().get();
    }
  }

  private static final class FakeEngine implements ContainerEngine {

    private final Optional<String> lacking;
    private final AtomicBoolean stopped = new AtomicBoolean();

    FakeEngine(Optional<String> lacking) {
      this.lacking = lacking;
    }

    @Override
    public Optional<String> lacking() {
      return lacking;
    }

    @Override
    public Running start() {
      return new Running() {
        @Override
        public String bootstrapServers() {
          return "in-a-container:9092";
        }

        @Override
        public void close() {
          stopped.set(true);
        }
      };
    }
  }
}
