package dev.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a disk that is full, or becomes so while everything runs, is named, and loses nothing.
 * Method: a small file system in memory, filled from outside to its last page.
 */
class FullDiskIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Waiting for servers that cannot answer any more would take minutes. */
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path directory;
  private Optional<SmallDisk> disk = Optional.empty();

  @AfterEach
  void unmount() throws Exception {
    if (disk.isPresent()) {
      disk.get().close();
    }
  }

  @Test
  void isNamedBeforeAnythingStarts() throws Exception {
    SmallDisk small = mount(300);
    CommandLine.Ended ended = up(small).awaitEnd(PATIENCE);
    requireNamed(ended);
    assertThat(ended.err()).contains("1024 MB", "another disk");
  }

  @Test
  void isNamedWhenItFillsUpUnderLoadAndNothingIsLost() throws Exception {
    SmallDisk small = mount(2000);
    for (int left : new int[] {100, 0}) {
      try (CommandLine running = up(small, "--rate", "600")) {
        running.awaitWords("The shop makes", PATIENCE);
        Thread.sleep(Duration.ofSeconds(3));
        small.fill(left);
        CommandLine.Ended ended = running.awaitEnd(SOON);
        requireNamed(ended);
        assertThat(running.children()).isEmpty();
      }
      small.clear();
    }
    CommandLine.Ended ended = up(small, "--for", "5s", "--json").awaitEnd(PATIENCE);
    assertThat(ended.exitCode()).as("%s", ended).isZero();
    Summary summary = Summary.of(ended);
    summary.requireRight();
    summary.requireEqual();
  }

  @Test
  void isNamedByTheBrokerAlone() throws Exception {
    SmallDisk small = mount(300);
    try (CommandLine broker = under(small, "broker", "--port", "0")) {
      broker.awaitWords("Kafka at ", PATIENCE);
      Map<String, Object> client =
          Map.of("bootstrap.servers", address(broker), "max.block.ms", 5_000);
      try (Admin admin = Admin.create(client);
          KafkaProducer<byte[], byte[]> producer =
              new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
        admin.createTopics(List.of(new NewTopic("filler", 1, (short) 1))).all().get();
        producer.send(record()).get();
        small.fill(0);
        var unused = producer.send(record());
        requireNamed(broker.awaitEnd(SOON));
        producer.close(Duration.ZERO);
      }
    }
  }

  private static String address(CommandLine broker) {
    Matcher address = Pattern.compile("Kafka at (\\S+)").matcher(broker.said());
    assertThat(address.find()).isTrue();
    return address.group(1);
  }

  private static ProducerRecord<byte[], byte[]> record() {
    return new ProducerRecord<>("filler", new byte[512 << 10]);
  }

  private SmallDisk mount(int megabytes) throws Exception {
    disk = SmallDisk.mount(data(), megabytes);
    if (disk.isEmpty()) {
      System.err.println(
          "NOT RUN: FullDiskIT needs Linux and the right to mount a file system in a namespace");
    }
    assumeTrue(disk.isPresent(), "No small file system can be mounted: no disk was filled");
    return disk.orElseThrow();
  }

  private CommandLine up(SmallDisk small, String... options) {
    return under(
        small,
        Stream.concat(Stream.of("up", "--port", "0"), Stream.of(options)).toArray(String[]::new));
  }

  private CommandLine under(SmallDisk small, String... line) {
    return CommandLine.startUnder(
        small.inside(),
        directory.resolve("output"),
        Stream.concat(Stream.of(line), Stream.of("--data", data().toString()))
            .toArray(String[]::new));
  }

  private Path data() {
    return directory.resolve("data");
  }

  private void requireNamed(CommandLine.Ended ended) {
    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(3);
    assertThat(ended.err()).contains("Disk full: ", data().toString(), "→");
    assertThat(ended.err()).as("no stack trace unless asked").doesNotContain("\tat ");
  }
}
