package dev.lockstep.producers.publish;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.schema.topic.TableName;
import org.apache.avro.generic.GenericRecord;

/** A row is larger than Kafka takes: its table waits until the limit is raised. */
final class RowTooLargeException extends LockstepException {

  private static final long serialVersionUID = 1L;
  private static final int SHOWN_CHARS = 200;

  private final long bytes;

  RowTooLargeException(
      TableName table, GenericRecord key, String topic, SizeLimit.TooLargeException cause) {
    super(
        Category.DATA,
        "A change of table %s is larger than Kafka takes: %d bytes, of at most %d, in the row with key %s."
            .formatted(table, cause.bytes(), cause.limit(), shown(key)),
        cause.byProducer()
            ? "Raise kafka.properties.max.request.size and kafka.properties.buffer.memory above %1$d and max.message.bytes of topic %2$s as well, then restart producers: the table is read anew."
                .formatted(cause.bytes(), topic)
            : "Raise max.message.bytes of topic %s above %d: the table is then read anew by itself."
                .formatted(topic, cause.bytes()),
        cause);
    this.bytes = cause.bytes();
  }

  private static String shown(GenericRecord key) {
    String text = key.toString();
    return text.length() > SHOWN_CHARS ? text.substring(0, SHOWN_CHARS) + "…" : text;
  }

  /** What the topic would have to take. */
  long bytes() {
    return bytes;
  }
}
