package dev.lockstep.producers;

import dev.lockstep.engine.table.TableFacts;
import dev.lockstep.flow.Endpoint;
import dev.lockstep.flow.Flow;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.flow.config.TopicSettings;
import dev.lockstep.producers.publish.AnnouncedTables;
import dev.lockstep.producers.scope.CaptureScope;
import dev.lockstep.producers.source.Source;
import dev.lockstep.schema.topic.ChangeTopic;
import dev.lockstep.schema.topic.TableName;
import dev.lockstep.schema.topic.TopicProvisioner;
import dev.lockstep.schema.topic.Topics;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the topics of one endpoint's capture before anything is written to them. */
final class CaptureTopics {

  private static final Logger LOG = LoggerFactory.getLogger(CaptureTopics.class);

  private final LockstepConfig config;
  private final CaptureScope scope;
  private final Admin admin;
  private final SubjectRules subjects;
  private final Map<String, Integer> limits = new ConcurrentHashMap<>();

  CaptureTopics(LockstepConfig config, CaptureScope scope, Admin admin, SubjectRules subjects) {
    this.config = config;
    this.scope = scope;
    this.admin = admin;
    this.subjects = subjects;
  }

  String history() {
    return "lockstep.schema-history." + scope.endpoint();
  }

  /** The topics that do not depend on tables. */
  void provisionOwn() {
    TopicSettings settings = config.topics();
    TopicProvisioner.ensure(
        admin,
        List.of(
            Topics.positions(scope.endpoint()),
            Topics.MARKERS,
            Topics.COMPONENT_STATUS,
            Topics.REREADS),
        settings.partitions(),
        settings.replication());
    // The connector reads it from its beginning at every start.
    TopicProvisioner.ensureKept(admin, history(), settings.replication());
    subjects.registerCatalogue();
    subjects.register(Topics.positions(scope.endpoint()));
  }

  void provision(Collection<TableName> tables) {
    List<ChangeTopic> topics =
        tables.stream().map(table -> new ChangeTopic(scope.endpoint(), table)).toList();
    TopicSettings settings = config.topics();
    TopicProvisioner.ensureChangeTopics(
        admin, topics, settings.partitions(), settings.replication(), settings.retention());
    topics.forEach(topic -> subjects.allowAnyChange(topic.name()));
    limits.putAll(
        TopicProvisioner.largestMessages(admin, topics.stream().map(ChangeTopic::name).toList()));
  }

  /** The largest message that a topic takes. */
  int largestMessage(String topic) {
    return limits.getOrDefault(topic, Topics.MAX_MESSAGE_BYTES);
  }

  /** The same, as it is set now. */
  int largestMessageNow(TableName table) {
    String topic = new ChangeTopic(scope.endpoint(), table).name();
    limits.putAll(TopicProvisioner.largestMessages(admin, List.of(topic)));
    return largestMessage(topic);
  }

  /** Those of the tables that have a change topic. */
  Set<TableName> existing(Collection<TableName> tables) {
    if (tables.isEmpty()) {
      return Set.of();
    }
    try {
      Set<String> names = admin.listTopics().names().get();
      return tables.stream()
          .filter(table -> names.contains(new ChangeTopic(scope.endpoint(), table).name()))
          .collect(Collectors.toUnmodifiableSet());
    } catch (ExecutionException e) {
      throw new KafkaException("Topics could not be listed", e.getCause());
    } catch (InterruptedException e) {
      throw new org.apache.kafka.common.errors.InterruptException(e);
    }
  }

  /** Whether something of a table has been published. */
  boolean isFollowed(TableName table) {
    Set<TableName> one = existing(Set.of(table));
    return !one.isEmpty()
        && !AnnouncedTables.find(config.kafka().client(), scope.endpoint(), one).isEmpty();
  }

  /**
   * Tables that will come to be here because some flow brings them: readers find their topics
   * before there is anything in them. As far as the sources can be asked just now.
   */
  Set<TableName> expected(Function<Endpoint, Source> sources) {
    Set<TableName> expected = new TreeSet<>();
    for (Flow flow : scope.incoming()) {
      try {
        sources.apply(config.source(flow)).tables(flow::selects).values().stream()
            .filter(TableFacts::hasPrimaryKey)
            .forEach(table -> expected.add(flow.targetOf(table.name())));
      } catch (RuntimeException e) {
        LOG.info(
            "Source of flow {} cannot be asked for its tables yet: {}",
            flow.name(),
            e.getMessage());
      }
    }
    return expected;
  }
}
