package dev.lockstep.streams;

import dev.lockstep.schema.codec.RegistryException;
import dev.lockstep.schema.codec.RegistryWait;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a partition's status that cannot be read: while the registry is the reason, the
 * thread ends and reads it again; a record that nobody can read is passed over. All other inputs
 * are taken as bytes.
 */
public final class UnreadableStatus implements DeserializationExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(UnreadableStatus.class);

  @Override
  public Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception error) {
    try {
      if (error instanceof SerializationException unread) {
        RegistryWait.throwIfDue(unread);
      }
    } catch (RegistryException waiting) {
      LOG.warn("A status waits for the registry: {}", waiting.getMessage());
      return Response.fail();
    }
    LOG.error(
        "The record at offset {} of {} partition {} is no status and is passed over: {}",
        record.offset(),
        record.topic(),
        record.partition(),
        error.getMessage());
    return Response.resume();
  }

  @Override
  public void configure(Map<String, ?> configs) {}
}
