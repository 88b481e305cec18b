package dev.lockstep.sink;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.event.Reread;
import dev.lockstep.schema.event.RereadKey;
import dev.lockstep.schema.topic.ChangeTopic;
import dev.lockstep.schema.topic.Topics;
import dev.lockstep.sink.apply.Rereads;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;

/** Requests in their topic, as a person makes them with {@code reread}. Thread-safe. */
final class KafkaRereads implements Rereads, AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Clock clock;
  private final Producer<RereadKey, Reread> producer;

  KafkaRereads(LockstepConfig config, Clock clock) {
    this.clock = clock;
    Map<String, Object> properties = config.kafka().client();
    properties.put("acks", "all");
    properties.put("linger.ms", 0);
    properties.put("max.block.ms", TIMEOUT.toMillis());
    properties.put("delivery.timeout.ms", (int) TIMEOUT.toMillis());
    properties.put("request.timeout.ms", (int) TIMEOUT.toMillis() / 2);
    Serializer<RereadKey> keys =
        Avro.<RereadKey>specific(config.registry().codec(), true).serializer();
    Serializer<Reread> values =
        Avro.<Reread>specific(config.registry().codec(), false).serializer();
    this.producer = new KafkaProducer<>(properties, keys, values);
  }

  @Override
  public void ask(String topic, String occasion, String reason) throws RereadException {
    ChangeTopic table =
        ChangeTopic.parse(topic)
            .orElseThrow(() -> new IllegalArgumentException("Not a change topic: " + topic));
    String id =
        UUID.nameUUIDFromBytes((topic + "|" + occasion).getBytes(StandardCharsets.UTF_8))
            .toString();
    RereadKey key = new RereadKey(table.endpoint(), table.table().toString());
    Reread request = new Reread(id, reason, clock.instant(), null, 0L, null);
    try {
      producer
          .send(new ProducerRecord<>(Topics.REREADS.name(), 0, key, request))
          .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RereadException("interrupted", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new RereadException(LockstepException.messageOf(cause), cause);
    } catch (TimeoutException e) {
      throw new RereadException("no answer within " + TIMEOUT.toSeconds() + " s", e);
    } catch (KafkaException e) {
      throw new RereadException(LockstepException.messageOf(e), e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
