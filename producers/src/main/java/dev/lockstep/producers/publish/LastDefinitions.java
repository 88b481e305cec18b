package dev.lockstep.producers.publish;

import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.kafka.TopicFollower;
import dev.lockstep.schema.topic.ChangeTopic;
import dev.lockstep.schema.topic.TableName;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Finds the schemas that tables were last published with. A new definition is told in every
 * partition, so the first is asked.
 */
public final class LastDefinitions {

  private static final long FIRST_STEP = 32;

  private LastDefinitions() {}

  /** The envelope's schema of each table of which something committed is there. */
  public static Map<TableName, Schema> find(
      Map<String, Object> kafka,
      Map<String, Object> codec,
      String endpoint,
      Collection<TableName> tables) {
    Map<TopicPartition, TableName> wanted = new HashMap<>();
    for (TableName table : tables) {
      wanted.put(new TopicPartition(new ChangeTopic(endpoint, table).name(), 0), table);
    }
    Map<String, Object> client = new HashMap<>(kafka);
    // Rows may be a hundred times as large as what is fetched of them.
    client.put("max.poll.records", 50);
    Deserializer<GenericRecord> values = Avro.generic(codec, false).deserializer();
    Map<TableName, Schema> found = new HashMap<>();
    try (TopicFollower follower = new TopicFollower(client, wanted.keySet())) {
      follower.readBackwards(
          follower.committedEnds(),
          FIRST_STEP,
          record -> {
            if (record.value() != null) {
              TopicPartition partition = new TopicPartition(record.topic(), record.partition());
              found.put(
                  Objects.requireNonNull(wanted.get(partition)),
                  values.deserialize(record.topic(), record.value()).getSchema());
            }
          },
          partition -> found.containsKey(Objects.requireNonNull(wanted.get(partition))));
    }
    return found;
  }
}
