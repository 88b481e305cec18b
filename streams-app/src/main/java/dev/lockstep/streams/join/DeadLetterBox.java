package dev.lockstep.streams.join;

import dev.lockstep.schema.event.DeadLetter;
import dev.lockstep.schema.event.IdKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Sets a record aside that cannot be read, whole, with the reason. */
final class DeadLetterBox {

  private final BiConsumer<IdKey, DeadLetter> letters;

  DeadLetterBox(BiConsumer<IdKey, DeadLetter> letters) {
    this.letters = letters;
  }

  /** The same record has the same id in every replay. */
  void put(
      RecordMetadata place,
      String flow,
      String table,
      String keyText,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Exception error,
      long nowMicros) {
    String id =
        "streams-%s-%s-%d-%d".formatted(flow, place.topic(), place.partition(), place.offset());
    String message = error.getMessage();
    DeadLetter letter =
        DeadLetter.newBuilder()
            .setId(id)
            .setFlow(flow)
            .setTable(table)
            .setKey(keyText)
            .setTopic(place.topic())
            .setPartition(place.partition())
            .setOffset(place.offset())
            .setErrorClass(error.getClass().getSimpleName())
            .setError(message == null ? error.toString() : message)
            .setRecordKey(key == null ? null : ByteBuffer.wrap(key))
            .setRecordValue(value == null ? null : ByteBuffer.wrap(value))
            .setAt(Instant.EPOCH.plus(nowMicros, ChronoUnit.MICROS))
            .build();
    letters.accept(new IdKey(id), letter);
  }
}
