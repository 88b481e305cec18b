package dev.lockstep.sink.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.codec.RegistryException;
import dev.lockstep.schema.event.Verdict;
import dev.lockstep.schema.event.VerdictKind;
import dev.lockstep.schema.topic.Topics;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class FactReaderTest {

  private static final Map<String, Object> KNOWN =
      Map.of("schema.registry.url", "mock://alert-facts-known");
  private static final Map<String, Object> LATE =
      Map.of("schema.registry.url", "mock://alert-facts-late");

  private final Fact.OfRow fact = (Fact.OfRow) Facts.opened("v", VerdictKind.MISMATCHED, "t", 1);

  @Test
  void aFactWhoseSchemaIsUnknownWaitsAndIsReadOnceItIsKnown() {
    byte[] bytes = bytes(KNOWN);
    FactReader reader = new FactReader(LATE);
    assertThatThrownBy(() -> reader.read(record(bytes))).isInstanceOf(RegistryException.class);

    assertThat(bytes(LATE)).isEqualTo(bytes);
    assertThat(reader.read(record(bytes))).contains(fact);
  }

  @Test
  void bytesThatNobodyCanReadAreAFactOfTheirOwn() {
    assertThat(new FactReader(KNOWN).read(record(new byte[] {9, 9})))
        .get()
        .isInstanceOf(Fact.Unreadable.class);
  }

  private byte[] bytes(Map<String, Object> registry) {
    return Avro.<Verdict>specific(registry, false)
        .serializer()
        .serialize(Topics.VERDICTS.name(), fact.verdict());
  }

  private static ConsumerRecord<byte[], byte[]> record(byte[] value) {
    return new ConsumerRecord<>(Topics.VERDICTS.name(), 0, 7, new byte[0], value);
  }
}
