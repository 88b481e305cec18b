import dev.lockstep.schema.codec.AvroDeserializer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Prints what is stated in a topic: {@code Follow BROKERS REGISTRY TOPIC [GROUP]}. */
public final class Follow {

  public static void main(String[] args) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", args[0],
            "schema.registry.url", args[1],
            "group.id", args.length > 3 ? args[3] : "follow",
            "auto.offset.reset", "earliest",
            // Without this you see rows of transactions that were given up.
            "isolation.level", "read_committed",
            // io.confluent.kafka.serializers.KafkaAvroDeserializer does as well.
            "key.deserializer", AvroDeserializer.class.getName(),
            "value.deserializer", AvroDeserializer.class.getName());
    try (KafkaConsumer<GenericRecord, GenericRecord> consumer = new KafkaConsumer<>(settings)) {
      consumer.subscribe(List.of(args[2]));
      while (true) {
        for (ConsumerRecord<GenericRecord, GenericRecord> record :
            consumer.poll(Duration.ofSeconds(1))) {
          System.out.println(record.partition() + "/" + record.offset() + " " + record.key()
              + " " + (record.value() == null ? "is gone" : record.value()));
        }
      }
    }
  }
}
