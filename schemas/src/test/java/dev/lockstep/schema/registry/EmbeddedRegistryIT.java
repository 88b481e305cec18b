package dev.lockstep.schema.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.codec.AvroSerde;
import dev.lockstep.schema.codec.ConfluentConfig;
import dev.lockstep.schema.codec.RegistryClient;
import dev.lockstep.schema.codec.RegistryException;
import dev.lockstep.testing.TestKafka;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry over a real broker, through our client and through bare HTTP. */
class EmbeddedRegistryIT {

  @TempDir static Path data;
  private static TestKafka kafka;

  @BeforeAll
  static void startKafka() {
    kafka = TestKafka.start(data);
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @Test
  void aRestartReplaysEverything() {
    Schema schema = schema("Replayed", "a");
    int id;
    try (EmbeddedRegistry first = start()) {
      id = client(first).register("replayed-value", schema);
    }
    try (EmbeddedRegistry second = start()) {
      assertThat(client(second).byId(id)).isEqualTo(schema);
      assertThat(client(second).register("replayed-value", schema)).isEqualTo(id);
      assertThat(client(second).latest("replayed-value").version()).isEqualTo(1);
    }
  }

  @Test
  void concurrentRegistrationsGetOneId() throws Exception {
    try (EmbeddedRegistry registry = start();
        var threads = Executors.newFixedThreadPool(8)) {
      String body = "{\"schema\":" + "\"" + escaped(schema("Concurrent", "a")) + "\"}";
      List<Callable<String>> calls =
          IntStream.range(0, 32)
              .<Callable<String>>mapToObj(
                  i ->
                      () ->
                          send(registry, "POST", "/subjects/c" + i % 4 + "/versions", body).body())
              .toList();
      List<String> answers =
          threads.invokeAll(calls).stream().map(Future::resultNow).distinct().toList();

      assertThat(answers).hasSize(1);
      assertThat(client(registry).latest("c0").version()).isEqualTo(1);
    }
  }

  @Test
  void serdesWorkAgainstIt() {
    try (EmbeddedRegistry registry = start()) {
      Schema schema = schema("Order", "id");
      GenericRecord record = new GenericRecordBuilder(schema).set("id", "x").build();
      AvroSerde<GenericRecord> serde =
          Avro.generic(Map.of(ConfluentConfig.URL, registry.url()), false);

      assertThat(serde.deserializer().deserialize("o", serde.serializer().serialize("o", record)))
          .isEqualTo(record);
    }
  }

  @Test
  void aSubjectMayBeSetToAcceptAnySchema() {
    try (EmbeddedRegistry registry = start()) {
      RegistryClient client = client(registry);
      client.register("ddl-value", schema("Row", "a"));
      assertThatThrownBy(() -> client.register("ddl-value", schema("Row", "b")))
          .isInstanceOfSatisfying(
              RegistryException.class, e -> assertThat(e.isIncompatible()).isTrue());

      client.setCompatibility("ddl-value", "NONE");

      client.register("ddl-value", schema("Row", "b"));
      assertThat(client.latest("ddl-value").version()).isEqualTo(2);
    }
  }

  @Test
  void errorsCarryTheCodesThatClientsKnow() throws Exception {
    try (EmbeddedRegistry registry = start()) {
      assertThatThrownBy(() -> client(registry).latest("nobody"))
          .isInstanceOfSatisfying(
              RegistryException.class,
              e -> assertThat(e.code()).isEqualTo(RegistryException.SUBJECT_UNKNOWN));
      HttpResponse<String> noJson = send(registry, "POST", "/subjects/s/versions", "{nope");
      assertThat(noJson.statusCode()).isEqualTo(400);
      HttpResponse<String> unknown = send(registry, "GET", "/schemas/ids/4711", "");
      assertThat(unknown.statusCode()).isEqualTo(404);
      assertThat(unknown.body()).contains("\"error_code\":40403");
      assertThat(unknown.headers().firstValue("Content-Type"))
          .contains("application/vnd.schemaregistry.v1+json");
    }
  }

  @Test
  void aSecondRegistryOnTheSameLogFencesTheFirst() throws Exception {
    try (EmbeddedRegistry first = start();
        EmbeddedRegistry second = start()) {
      int id = client(second).register("fence-value", schema("Fence", "a"));
      String body = "{\"schema\":\"" + escaped(schema("Other", "a")) + "\"}";

      HttpResponse<String> refused = send(first, "POST", "/subjects/fence-value2/versions", body);

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body()).contains("taken over");
      assertThat(client(second).register("fence-value2", schema("Other", "a"))).isEqualTo(id + 1);
      assertThat(send(first, "POST", "/subjects/fence-value2/versions", body).statusCode())
          .isEqualTo(503);
    }
  }

  @Test
  void aFencingThatIsNoTakeoverIsRecoveredFrom() throws Exception {
    try (EmbeddedRegistry registry = start();
        Admin admin = Admin.create(kafkaClient())) {
      int id = client(registry).register("unfenced-value", schema("Unfenced", "a"));
      for (int i = 1; i <= 2; i++) {
        admin.fenceProducers(List.of("lockstep.registry")).all().get();

        assertThat(client(registry).register("unfenced-value" + i, schema("Unfenced" + i, "a")))
            .isEqualTo(id + i);
      }
    }
  }

  @Test
  void aSchemaThatKafkaCannotTakeIsRefusedAndTheNextOneIsTaken() throws Exception {
    try (EmbeddedRegistry registry = start()) {
      String doc = "x".repeat(1_200_000);
      String large =
          "{\\\"type\\\":\\\"fixed\\\",\\\"name\\\":\\\"F\\\",\\\"size\\\":1,\\\"doc\\\":\\\"%s\\\"}"
              .formatted(doc);
      HttpResponse<String> refused =
          send(
              registry, "POST", "/subjects/large-value/versions", "{\"schema\":\"" + large + "\"}");
      assertThat(refused.statusCode()).isEqualTo(422);
      assertThat(refused.body()).contains("42209");

      client(registry).register("large-value", schema("Small", "a"));
    }
  }

  @Test
  void anOccupiedPortIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      var settings =
          new EmbeddedRegistry.Settings(
              kafkaClient(), "127.0.0.1", taken.getLocalPort(), (short) 1);

      assertThatThrownBy(() -> EmbeddedRegistry.start(settings))
          .isInstanceOf(RegistryStartException.class)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void aTopicThatWouldLoseSchemasIsRefused() throws Exception {
    String topic = "_schemas_deleted";
    try (Admin admin = Admin.create(kafkaClient())) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(topic, 1, (short) 1).configs(Map.of("cleanup.policy", "delete"))))
          .all()
          .get();
    }

    assertThatThrownBy(() -> SchemaTopic.ensure(kafkaClient(), topic, (short) 1))
        .isInstanceOf(RegistryStartException.class)
        .hasMessageContaining("cleanup.policy=delete");
  }

  private static EmbeddedRegistry start() {
    return EmbeddedRegistry.start(EmbeddedRegistry.Settings.local(kafkaClient()));
  }

  private static Map<String, Object> kafkaClient() {
    return Map.of("bootstrap.servers", kafka.bootstrapServers());
  }

  private static RegistryClient client(EmbeddedRegistry registry) {
    return RegistryClient.of(Map.of(ConfluentConfig.URL, registry.url()));
  }

  private static HttpResponse<String> send(
      EmbeddedRegistry registry, String method, String path, String body)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(registry.url() + path))
              .header("Content-Type", "application/json")
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static Schema schema(String name, String field) {
    return SchemaBuilder.record(name).fields().requiredString(field).endRecord();
  }

  private static String escaped(Schema schema) {
    return schema.toString().replace("\"", "\\\"");
  }
}
