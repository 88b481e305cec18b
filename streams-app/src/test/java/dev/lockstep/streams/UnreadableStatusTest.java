package dev.lockstep.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.event.PartitionStatus;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler.Result;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.junit.jupiter.api.Test;

class UnreadableStatusTest {

  private static final ErrorHandlerContext NO_CONTEXT = null;

  @Test
  void waitsForTheRegistry() {
    byte[] unknown = {0, 0, 1, 0, 0, 1};
    assertThat(answerTo(unknown)).isEqualTo(Result.FAIL);
  }

  @Test
  void passesOverWhatIsNoStatus() {
    byte[] garbage = {7, 7, 7};
    assertThat(answerTo(garbage)).isEqualTo(Result.RESUME);
  }

  private static Result answerTo(byte[] value) {
    Map<String, Object> registry = Map.of("schema.registry.url", "mock://" + UUID.randomUUID());
    try (var statuses = Avro.<PartitionStatus>specific(registry, false).deserializer()) {
      statuses.deserialize("statuses", value);
      throw new AssertionError("It could be read");
    } catch (RuntimeException e) {
      return new UnreadableStatus()
          .handleError(NO_CONTEXT, new ConsumerRecord<>("statuses", 0, 5, null, value), e)
          .result();
    }
  }
}
