package dev.lockstep.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.config.ConfigLoader;
import dev.lockstep.flow.config.StreamsSettings;
import dev.lockstep.testing.TestKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: what a version with another layout has left is gone, and nothing else is. */
class FormerLayoutsIT {

  @TempDir Path directory;
  private TestKafka kafka;
  private Admin admin;
  private StreamsSettings settings;
  private String now;

  @BeforeEach
  void start() {
    kafka = TestKafka.start(directory.resolve("kafka"));
    admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    settings =
        ConfigLoader.parse(
                """
                kafka: {bootstrap.servers: "%s"}
                endpoints:
                  shop: {type: mariadb, host: nowhere, username: u, password: "p"}
                  copy: {type: mariadb, host: elsewhere, username: u, password: "p"}
                flows:
                  move: {source: shop, target: copy, tables: {include: ["db.%%"]}}
                streams: {application-id: judges, state-directory: '%s'}
                """
                    .formatted(kafka.bootstrapServers(), directory.resolve("state")),
                Map.of())
            .streams();
    now = ApplicationId.of(settings);
  }

  @AfterEach
  void stop() {
    admin.close();
    kafka.close();
  }

  @Test
  void stateOfOtherLayoutsIsRemovedAndNothingElse() throws Exception {
    List<String> former = List.of("judges-rows-changelog", "judges.4-versions-changelog");
    List<String> kept =
        List.of(now + "-rows-changelog", "judges-rows", "judges.x-rows-changelog", "other.t");
    make(former);
    make(kept);
    Path state = directory.resolve("state");
    for (String name : List.of("judges", "judges.4", now, "others")) {
      Files.createDirectories(state.resolve(name).resolve("0_1"));
      Files.writeString(state.resolve(name).resolve("0_1").resolve("file"), "x");
    }
    Files.writeString(state.resolve("instance-id"), "me");
    for (String group : List.of("judges", "judges.4", now, "judges-of-others")) {
      try (KafkaConsumer<byte[], byte[]> consumer = consumer(group)) {
        TopicPartition place = new TopicPartition("other.t", 0);
        consumer.assign(List.of(place));
        consumer.commitSync(Map.of(place, new OffsetAndMetadata(0)));
      }
    }

    remove(Duration.ofSeconds(5));

    await().untilAsserted(() -> assertThat(topics()).doesNotContainAnyElementsOf(former));
    assertThat(topics()).containsAll(kept);
    assertThat(groups()).contains(now, "judges-of-others").doesNotContain("judges", "judges.4");
    try (var entries = Files.list(state)) {
      assertThat(entries.map(entry -> entry.getFileName().toString()))
          .containsExactlyInAnyOrder(now, "others", "instance-id");
    }
    remove(Duration.ofSeconds(5));
    assertThat(topics()).containsAll(kept);
  }

  @Test
  void doesNotStartBesideARunningInstanceOfAnotherLayout() throws Exception {
    make(List.of("judges-rows-changelog", "other.t"));
    try (KafkaConsumer<byte[], byte[]> running = consumer("judges")) {
      running.subscribe(List.of("other.t"));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                running.poll(Duration.ofMillis(100));
                return !running.assignment().isEmpty();
              });
      assertThatThrownBy(() -> remove(Duration.ZERO))
          .isInstanceOf(LockstepException.class)
          .hasMessageContaining("still runs, in consumer group judges");
    }
    assertThat(topics()).contains("judges-rows-changelog");
    remove(Duration.ofSeconds(30));
    await().untilAsserted(() -> assertThat(topics()).doesNotContain("judges-rows-changelog"));
  }

  private void remove(Duration patience) {
    new FormerLayouts(admin, settings, patience).remove();
  }

  private void make(List<String> topics) throws Exception {
    admin
        .createTopics(
            topics.stream()
                .map(topic -> new NewTopic(topic, Optional.of(1), Optional.of((short) 1)))
                .toList())
        .all()
        .get();
  }

  private Set<String> topics() throws Exception {
    return admin.listTopics().names().get();
  }

  private List<String> groups() throws Exception {
    return admin.listGroups(ListGroupsOptions.forConsumerGroups()).all().get().stream()
        .map(GroupListing::groupId)
        .toList();
  }

  private KafkaConsumer<byte[], byte[]> consumer(String group) {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "group.id", group),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
