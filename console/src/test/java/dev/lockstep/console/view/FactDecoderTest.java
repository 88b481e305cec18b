package dev.lockstep.console.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.console.answer.ReaderStatus;
import dev.lockstep.console.demo.Facts;
import dev.lockstep.console.kind.ConsoleFacts;
import dev.lockstep.console.kind.VerdictFacts;
import dev.lockstep.flow.Configured;
import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.codec.RegistryException;
import dev.lockstep.schema.event.Verdict;
import dev.lockstep.schema.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class FactDecoderTest {

  private static final Instant NOW = Instant.parse("2026-03-14T09:26:53Z");
  private static final Map<String, Object> KNOWN =
      Map.of("schema.registry.url", "mock://console-facts-known");
  private static final Map<String, Object> LATE =
      Map.of("schema.registry.url", "mock://console-facts-late");

  private final ConsoleView view =
      new ConsoleView(List.of(Facts.flow()), ConsoleFacts.ALL, Duration.ofMinutes(1));

  @Test
  void aFactWhoseSchemaIsUnknownWaitsAndIsShownOnceItIsKnown() {
    byte[] bytes = verdict(KNOWN);
    FactDecoder decoder = new FactDecoder(LATE, ConsoleFacts.ALL, new Configured(List.of()), view);
    assertThatThrownBy(() -> decoder.fold(message(bytes))).isInstanceOf(RegistryException.class);

    assertThat(verdict(LATE)).isEqualTo(bytes);
    assertThat(decoder.fold(message(bytes))).isEmpty();
    assertThat(view.snapshot(ReaderStatus.STARTING, NOW).of(VerdictFacts.class).open()).hasSize(1);
  }

  @Test
  void bytesThatNobodyCanReadArePassedAndCounted() {
    FactDecoder decoder = new FactDecoder(KNOWN, ConsoleFacts.ALL, new Configured(List.of()), view);
    assertThat(decoder.fold(message(new byte[] {9, 9}))).isPresent();
  }

  private static byte[] verdict(Map<String, Object> registry) {
    return Avro.<Verdict>specific(registry, false)
        .serializer()
        .serialize(Topics.VERDICTS.name(), Facts.verdict("v", "t.a", "id=1", NOW).build());
  }

  private static ConsumerRecord<byte[], byte[]> message(byte[] value) {
    return new ConsumerRecord<>(Topics.VERDICTS.name(), 0, 7, new byte[0], value);
  }
}
