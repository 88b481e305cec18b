package dev.lockstep.sink;

import dev.lockstep.flow.Flow;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.schema.topic.ChangeTopic;
import dev.lockstep.schema.topic.TableName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicListing;
import org.jspecify.annotations.Nullable;

/**
 * Knows the change topics of one flow and their ids, including those that appear later. Asks Kafka
 * about once a second, whichever worker comes by. Thread-safe.
 */
final class TopicWatch {

  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int TIMEOUT_SECONDS = 10;

  private final Admin admin;
  private final Flow flow;
  private final BiConsumer<TableName, List<TableName>> onClash;
  private SortedMap<String, String> idByTopic = new TreeMap<>();
  private long askedNanos;
  private boolean asked;

  /**
   * A watch.
   *
   * @param onClash told of a target table that several source tables would arrive as
   */
  TopicWatch(Admin admin, Flow flow, BiConsumer<TableName, List<TableName>> onClash) {
    this.admin = admin;
    this.flow = flow;
    this.onClash = onClash;
  }

  /** The topics of the flow with their ids; as of the last answer when Kafka gives none. */
  synchronized SortedMap<String, String> topics() throws InterruptedException {
    if (!asked || System.nanoTime() - askedNanos >= INTERVAL_NANOS) {
      try {
        idByTopic = select(admin.listTopics().listings().get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
        asked = true;
      } catch (ExecutionException e) {
        throw unavailable(e.getCause() == null ? e : e.getCause());
      } catch (TimeoutException e) {
        throw unavailable(e);
      } finally {
        askedNanos = System.nanoTime();
      }
    }
    return idByTopic;
  }

  private static LockstepException unavailable(Throwable cause) {
    return new LockstepException(
        LockstepException.Category.EXTERNAL,
        "Kafka does not list its topics: " + LockstepException.messageOf(cause),
        "Start Kafka, or correct kafka.bootstrap.servers; the sink goes on by itself.",
        cause);
  }

  private SortedMap<String, String> select(Collection<TopicListing> listings) {
    SortedMap<String, String> selected = new TreeMap<>();
    Map<String, TableName> tables = new TreeMap<>();
    for (TopicListing listing : listings) {
      TableName table = selectedTable(listing.name());
      if (table != null) {
        selected.put(listing.name(), listing.topicId().toString());
        tables.put(listing.name(), table);
      }
    }
    Map<TableName, List<TableName>> clashes = flow.clashes(tables.values());
    clashes.forEach(onClash);
    tables.forEach(
        (topic, table) -> {
          if (clashes.containsKey(flow.targetOf(table))) {
            selected.remove(topic);
          }
        });
    return selected;
  }

  private @Nullable TableName selectedTable(String topic) {
    Optional<ChangeTopic> parsed = ChangeTopic.parse(topic);
    return parsed
        .filter(change -> change.endpoint().equals(flow.source()))
        .map(ChangeTopic::table)
        .filter(flow::selects)
        .orElse(null);
  }
}
