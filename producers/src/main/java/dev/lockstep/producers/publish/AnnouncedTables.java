package dev.lockstep.producers.publish;

import dev.lockstep.schema.kafka.TopicFollower;
import dev.lockstep.schema.topic.ChangeTopic;
import dev.lockstep.schema.topic.TableName;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds the tables whose topic holds, or has held, something committed: their content has been
 * announced. An end offset does not tell, for aborted records take offsets too.
 */
public final class AnnouncedTables {

  private static final long FIRST_STEP = 32;

  private AnnouncedTables() {}

  public static Set<TableName> find(
      Map<String, Object> kafka, String endpoint, Collection<TableName> tables) {
    Map<TopicPartition, TableName> asked = new HashMap<>();
    for (TableName table : tables) {
      asked.put(new TopicPartition(new ChangeTopic(endpoint, table).name(), 0), table);
    }
    Map<String, Object> client = new HashMap<>(kafka);
    // Whether there is anything is all that is asked.
    client.put("max.partition.fetch.bytes", 4096);
    Set<TopicPartition> announced = new HashSet<>();
    try (TopicFollower follower = new TopicFollower(client, asked.keySet())) {
      follower
          .starts()
          .forEach(
              (partition, start) -> {
                if (start > 0) {
                  announced.add(partition);
                }
              });
      follower.readBackwards(
          follower.committedEnds(),
          FIRST_STEP,
          record -> announced.add(new TopicPartition(record.topic(), record.partition())),
          announced::contains);
    }
    Set<TableName> found = new HashSet<>();
    announced.forEach(partition -> found.add(Objects.requireNonNull(asked.get(partition))));
    return found;
  }
}
