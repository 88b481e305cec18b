package dev.lockstep.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.schema.codec.RegistryException;
import dev.lockstep.schema.event.ChangeSource;
import dev.lockstep.schema.topic.Topics;
import dev.lockstep.streams.ChangeBytes.Row;
import dev.lockstep.streams.decode.EnvelopeReader;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records whose schemas the registry does not know, and later does. */
class RegistryWaitTopologyTest {

  private static final String TOPIC = PipedTopology.topic(PipedTopology.SOURCE, "t");

  @TempDir Path state;

  @Test
  void aChangeIsReadOnceItsSchemaIsKnown() throws Exception {
    Map<String, Object> registry = Map.of("schema.registry.url", "mock://late-schemas");
    ChangeBytes elsewhere = new ChangeBytes(Map.of("schema.registry.url", "mock://known-schemas"));
    byte[] key = elsewhere.key(TOPIC, null, new Row(1, "x"));
    byte[] value = elsewhere.value(TOPIC, "c", null, new Row(1, "x"), source(), 1);
    EnvelopeReader reader = new EnvelopeReader(registry);
    assertThatThrownBy(() -> reader.read(TOPIC, key, value)).isInstanceOf(RegistryException.class);

    ChangeBytes here = new ChangeBytes(registry);
    assertThat(here.key(TOPIC, null, new Row(1, "x"))).isEqualTo(key);
    assertThat(here.value(TOPIC, "c", null, new Row(1, "x"), source(), 1)).isEqualTo(value);
    assertThat(reader.read(TOPIC, key, value).after().get("name")).isEqualTo("x");
  }

  @Test
  void theTaskStopsAtSuchAChangeAndSetsNothingAside() {
    try (PipedTopology topology = new PipedTopology(state, "stops-at-unknown", 10)) {
      byte[] unknown = {0, 0, 1, 0, 0, 1};
      assertThatThrownBy(() -> topology.bytes(TOPIC, unknown, unknown))
          .isInstanceOf(StreamsException.class)
          .hasRootCauseInstanceOf(RegistryException.class);
    }
  }

  @Test
  void theTaskStopsAtSuchAMarkerToo() {
    try (PipedTopology topology = new PipedTopology(state, "stops-at-unknown-marker", 10)) {
      byte[] unknown = {0, 0, 1, 0, 0, 1};
      assertThatThrownBy(() -> topology.bytes(Topics.MARKERS.name(), null, unknown))
          .isInstanceOf(StreamsException.class)
          .hasRootCauseInstanceOf(RegistryException.class);
    }
  }

  private static ChangeSource source() {
    return new ChangeSource(
        "mariadb", PipedTopology.SOURCE, 1L, false, "db", "t", null, null, 0L, 1L, 1);
  }
}
