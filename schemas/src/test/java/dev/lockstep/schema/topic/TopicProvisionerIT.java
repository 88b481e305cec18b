package dev.lockstep.schema.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.testing.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicProvisionerIT {

  private static final ChangeTopic ORDERS = new ChangeTopic("shop", new TableName("s", "orders"));

  @TempDir static Path data;
  private static TestKafka kafka;
  private static Admin admin;

  @BeforeAll
  static void start() {
    kafka = TestKafka.start(data);
    admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  @AfterAll
  static void stop() {
    admin.close();
    kafka.close();
  }

  @Test
  void makesTheWholeCatalogueAndIsIdempotent() throws Exception {
    TopicProvisioner.ensure(admin, Topics.all(), 3, (short) 1);
    TopicProvisioner.ensure(admin, Topics.all(), 3, (short) 1);

    Map<String, TopicDescription> made =
        admin
            .describeTopics(Topics.all().stream().map(TopicSpec::name).toList())
            .allTopicNames()
            .get();
    for (TopicSpec spec : Topics.all()) {
      assertThat(made.get(spec.name()).partitions())
          .as(spec.name())
          .hasSize(spec.layout() == TopicSpec.Layout.SINGLE ? 1 : 3);
    }
    assertThat(config(Topics.ALERTS_STATE.name(), "cleanup.policy")).isEqualTo("compact");
  }

  @Test
  void changeTopicsKeepTheirRetention() throws Exception {
    TopicProvisioner.ensureChangeTopics(admin, List.of(ORDERS), 2, (short) 1, Duration.ofHours(5));

    assertThat(config(ORDERS.name(), "retention.ms")).isEqualTo("18000000");
    assertThat(config(ORDERS.name(), "cleanup.policy")).isEqualTo("delete");
  }

  @Test
  void topicsTakeLargeMessagesAndDoNotLoseWhatOneBrokerHolds() throws Exception {
    ChangeTopic topic = new ChangeTopic("shop", new TableName("s", "photos"));
    TopicProvisioner.ensureChangeTopics(admin, List.of(topic), 2, (short) 1, Duration.ofHours(5));
    TopicProvisioner.ensureKept(admin, "lockstep.schema-history.shop", (short) 1);

    for (String name : List.of(topic.name(), "lockstep.schema-history.shop")) {
      assertThat(config(name, "max.message.bytes")).isEqualTo("67108864");
      assertThat(config(name, "min.insync.replicas")).isEqualTo("1");
      assertThat(config(name, "message.timestamp.type")).isEqualTo("LogAppendTime");
    }
    assertThat(config("lockstep.schema-history.shop", "retention.ms")).isEqualTo("-1");
    assertThat(TopicProvisioner.largestMessages(admin, List.of(topic.name())))
        .containsExactly(Map.entry(topic.name(), Topics.MAX_MESSAGE_BYTES));
  }

  @Test
  void oneReplicaMayBeAway() {
    assertThat(TopicProvisioner.minInSync((short) 1)).isEqualTo(1);
    assertThat(TopicProvisioner.minInSync((short) 2)).isEqualTo(1);
    assertThat(TopicProvisioner.minInSync((short) 3)).isEqualTo(2);
  }

  @Test
  void aTopicOfAnEarlierReleaseIsGivenOurSettingsUnlessAnOperatorChoseOthers() throws Exception {
    ChangeTopic unset = new ChangeTopic("shop", new TableName("s", "unset"));
    ChangeTopic chosen = new ChangeTopic("shop", new TableName("s", "chosen"));
    admin
        .createTopics(
            List.of(
                new NewTopic(unset.name(), 2, (short) 1),
                new NewTopic(chosen.name(), 2, (short) 1)
                    .configs(
                        Map.of(
                            "max.message.bytes",
                            "2000000",
                            "message.timestamp.type",
                            "CreateTime"))))
        .all()
        .get();
    // What the broker has is as large as ours here, so that only a smaller one would be raised.
    setBrokersSize("1048588");
    // The broker learns of it a moment after the controller has said that it is so.
    awaitSize(unset, "1048588");
    try {
      TopicProvisioner.ensureChangeTopics(
          admin, List.of(unset, chosen), 2, (short) 1, Duration.ofHours(5));
      // While the broker's own is smaller: else its size would be taken for the topic's.
      awaitSize(unset, "67108864");
      awaitSize(chosen, "2000000");
      assertThat(config(unset.name(), "message.timestamp.type")).isEqualTo("LogAppendTime");
      assertThat(config(chosen.name(), "message.timestamp.type")).isEqualTo("CreateTime");
    } finally {
      setBrokersSize("67108864");
    }
  }

  private static void awaitSize(ChangeTopic topic, String bytes) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(config(topic.name(), "max.message.bytes")).isEqualTo(bytes));
  }

  private static void setBrokersSize(String bytes) throws Exception {
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.BROKER, ""),
                List.of(
                    new AlterConfigOp(
                        new ConfigEntry("message.max.bytes", bytes), AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  @Test
  void aWrongPartitionCountNamesTopicCountsAndRemedy() {
    ChangeTopic topic = new ChangeTopic("shop", new TableName("s", "items"));
    TopicProvisioner.ensureChangeTopics(admin, List.of(topic), 2, (short) 1, Duration.ofDays(1));

    assertThatThrownBy(
            () ->
                TopicProvisioner.ensureChangeTopics(
                    admin, List.of(topic), 4, (short) 1, Duration.ofDays(1)))
        .isInstanceOfSatisfying(
            TopicProblem.class, e -> assertThat(e.remedy()).contains("topics.partitions"))
        .hasMessage("Topic shop.s.items has 2 partitions, 4 are needed");
  }

  @Test
  void moreReplicasThanBrokersIsSaidWithItsKey() {
    ChangeTopic topic = new ChangeTopic("shop", new TableName("s", "replicated"));

    assertThatThrownBy(
            () ->
                TopicProvisioner.ensureChangeTopics(
                    admin, List.of(topic), 1, (short) 3, Duration.ofDays(1)))
        .isInstanceOfSatisfying(
            TopicProblem.class, e -> assertThat(e.remedy()).contains("topics.replication"))
        .hasMessageContaining("shop.s.replicated");
  }

  private static String config(String topic, String key) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return admin.describeConfigs(List.of(resource)).all().get().get(resource).get(key).value();
  }
}
