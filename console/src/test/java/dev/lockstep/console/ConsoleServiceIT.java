package dev.lockstep.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.console.demo.FactBroker;
import dev.lockstep.console.demo.Facts;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.schema.event.AlertState;
import dev.lockstep.schema.event.ComponentKey;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.IdKey;
import dev.lockstep.schema.event.Severity;
import dev.lockstep.schema.event.TableKey;
import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.VerdictState;
import dev.lockstep.schema.topic.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: what is committed to the topics is what REST and WebSocket say. Method: a real broker and
 * the real codec; the facts are stated by the test. One broker serves all tests, so they run in
 * order, from before the topics exist to facts of every kind.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleServiceIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir static Path directory;
  private static FactBroker broker;
  private static ConsoleService console;
  private static ConsoleClient client;

  @BeforeAll
  static void start() {
    broker = FactBroker.start(directory);
    console = ConsoleService.start(broker.config(), Clock.systemUTC());
    client = new ConsoleClient(console.port());
  }

  @AfterAll
  static void stop() {
    console.close();
    broker.close();
  }

  @Test
  @Order(1)
  void saysWhatItWaitsForBeforeTheTopicsExist() {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              HttpResponse<String> health = client.get("/api/health");
              assertThat(health.statusCode()).isEqualTo(503);
              assertThat(health.body()).contains("topics do not exist yet", "lockstep.lag");
            });
    broker.makeTopics();
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(client.json("/api/health").path("reasons").toString())
                    .contains("nothing has been said of any table yet"));
  }

  @Test
  @Order(2)
  void becomesHealthyAndShowsTablesOnceTheySpeak() {
    Instant now = Instant.now();
    broker.say(
        Facts.table("shop.orders", now).setInFlight(3).build(),
        Facts.lag("shop.orders", now.minusSeconds(1), 200, 40, 80));
    broker.say(Facts.captured(now, "shop.orders").toArray(SpecificRecord[]::new));
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(client.get("/api/health").statusCode()).isEqualTo(200));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(client.json("/api/judgement").at("/judgement/headline").asText())
                    .startsWith("In lockstep: 1 table equal, 0 open verdicts, 3 in flight"));
    JsonNode metrics = client.json("/api/metrics?history=10");
    assertThat(metrics.at("/judgement/inLockstep").asBoolean()).isTrue();
    assertThat(metrics.at("/judgement/equalAsOf").asText()).isEqualTo(Facts.micros(now).toString());
    assertThat(metrics.at("/judgement/position").asText()).isEqualTo(Facts.POSITION);
    assertThat(metrics.at("/standings/0/state").asText()).isEqualTo("EQUAL");
    assertThat(metrics.at("/tables/0/sourceDigest").asText()).hasSize(32);
    assertThat(metrics.at("/tables/0/lag/p99Millis").asLong()).isEqualTo(80);
    assertThat(metrics.at("/tables/0/lagHistory")).hasSize(1);
    assertThat(client.json("/api/metrics?table=shop.none").path("tables")).isEmpty();
  }

  @Test
  @Order(3)
  void seesOnlyWhatWasCommitted() {
    Instant now = Instant.now();
    broker.sayAndAbort(Facts.verdict("v-aborted", "shop.orders", "id=9", now).build());
    broker.say(Facts.verdict("v-1", "shop.orders", "id=1", now).build());
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(client.ids("/api/verdicts", "verdicts")).containsExactly("v-1"));
    JsonNode verdict = client.json("/api/verdicts").at("/verdicts/0");
    assertThat(verdict.at("/columns/0/target").asText()).isEqualTo("paid ");
    broker.say(
        Facts.verdict("v-1", "shop.orders", "id=1", now)
            .setState(VerdictState.CLOSED)
            .setRevision(2)
            .setClosedAt(Facts.micros(now.plusSeconds(1)))
            .build());
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertThat(client.ids("/api/verdicts?state=open", "verdicts")).isEmpty();
              assertThat(client.ids("/api/verdicts?state=closed", "verdicts"))
                  .containsExactly("v-1");
            });
  }

  @Test
  @Order(4)
  void listsAlertsNewestFirstWithinTheLimit() {
    Instant now = Instant.now();
    broker.say(
        Facts.alert("a-1", Severity.CRITICAL, "old", now.minusSeconds(9)).build(),
        Facts.alert("a-2", Severity.WARNING, "newer", now.minusSeconds(5)).build(),
        Facts.alert("a-3", Severity.WARNING, "gone", now)
            .setState(AlertState.RESOLVED)
            .setResolvedAt(Facts.micros(now))
            .build());
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(client.ids("/api/alerts", "alerts"))
                    .containsExactly("a-3", "a-2", "a-1"));
    assertThat(client.get("/api/health").statusCode())
        .as("an alert says nothing of life")
        .isEqualTo(200);
    assertThat(client.json("/api/health").path("criticalAlerts").asInt()).isOne();
    assertThat(client.json("/api/health").path("meaning").asText())
        .contains("lives", "/api/alerts");
    assertThat(client.ids("/api/alerts?limit=1", "alerts")).containsExactly("a-3");
    assertThat(client.ids("/api/alerts?severity=critical", "alerts")).containsExactly("a-1");
    assertThat(client.ids("/api/alerts?state=opened", "alerts")).containsExactly("a-2", "a-1");
    assertThat(client.ids("/api/alerts?state=open", "alerts")).containsExactly("a-2", "a-1");
    assertThat(client.ids("/api/verdicts?state=opened", "verdicts")).isEmpty();
    broker.forget(Topics.ALERTS_STATE.name(), new IdKey("a-1"));
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(client.ids("/api/alerts", "alerts")).containsExactly("a-3", "a-2"));
  }

  @Test
  @Order(5)
  void aWrongParameterIsAnsweredWithWhatWouldBeRight() {
    HttpResponse<String> answer = client.get("/api/alerts?severity=loud");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("critical, warning, info");
    assertThat(client.get("/api/alerts?limit=-1").statusCode()).isEqualTo(400);
  }

  @Test
  @Order(6)
  void aFailedCaptureMakesItUnhealthyAndSaysWhy() {
    Instant now = Instant.now();
    broker.say(
        Facts.component("producers", "shop", "", ComponentState.FAILED, now)
            .setMessage("the binlog is gone")
            .build());
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(client.get("/api/health").statusCode()).isEqualTo(503));
    assertThat(client.get("/api/health").body()).contains("the binlog is gone");
    broker.say(Facts.capture("shop", Instant.now()).build());
  }

  @Test
  @Order(7)
  void speaksPrometheusWhenAsked() {
    String text = client.get("/api/metrics", "Accept", "text/plain").body();
    assertThat(text)
        .contains("lockstep_source_rows{flow=\"shop_to_warehouse\",table=\"shop.orders\"} 1000");
    assertThat(client.get("/metrics").body())
        .contains(
            "lockstep_in_lockstep ",
            "lockstep_equal{flow=\"shop_to_warehouse\",table=\"shop.orders\"}",
            "lockstep_capture_behind_millis{endpoint=\"shop\"} 0");
  }

  @Test
  @Order(7)
  void aRefusedTableIsListedThoughNothingWasComparedAndNothingIsEqualBeforeItWasRead() {
    Instant now = Instant.now();
    broker.say(
        Facts.table("shop.late", now).setPhase(TablePhase.LOADING).setEqual(true).build(),
        Facts.component("producers", "shop", "shop.late", ComponentState.RUNNING, now).build(),
        Facts.component("producers", "shop", "zoo.boo2", ComponentState.REFUSED, now)
            .setMessage("type boolean is not understood")
            .build());
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(
                        client
                            .json("/api/judgement?table=zoo.boo2")
                            .at("/standings/0/why")
                            .asText())
                    .isEqualTo("zoo.boo2 is refused: type boolean is not understood"));
    assertThat(client.json("/api/judgement").at("/judgement/inLockstep").asBoolean()).isFalse();
    JsonNode late = client.json("/api/metrics?table=shop.late").at("/tables/0");
    assertThat(late.path("equal").asBoolean()).isFalse();
    broker.forget(Topics.TABLE_STATUS.name(), new TableKey(Facts.FLOW, "shop.late"));
    broker.forget(
        Topics.COMPONENT_STATUS.name(), new ComponentKey("producers", "shop", "shop.late"));
    broker.forget(
        Topics.COMPONENT_STATUS.name(), new ComponentKey("producers", "shop", "zoo.boo2"));
  }

  @Test
  @Order(8)
  void theWebSocketSendsTheWholeThenDifferences() {
    List<JsonNode> messages = new CopyOnWriteArrayList<>();
    WebSocket socket = client.socket(messages);
    await().atMost(SOON).until(() -> !messages.isEmpty());
    assertThat(messages.getFirst().path("type").asText()).isEqualTo("snapshot");
    broker.say(Facts.verdict("v-live", "shop.orders", "id=7", Instant.now()).build());
    await()
        .atMost(SOON)
        .until(
            () ->
                messages.stream()
                    .skip(1)
                    .anyMatch(m -> m.path("verdicts").findValuesAsText("id").contains("v-live")));
    assertThat(messages.stream().skip(1))
        .allMatch(message -> message.path("type").asText().equals("delta"));
    socket.abort();
  }

  @Test
  @Order(9)
  void aPageElsewhereReachesNothing() throws IOException {
    assertThat(statusLine("/api/metrics", "evil.example")).contains("403");
    assertThat(statusLine("/", "evil.example:" + console.port())).contains("403");
    assertThat(statusLine("/", "localhost:" + console.port())).contains("200");
    List<JsonNode> messages = new CopyOnWriteArrayList<>();
    assertThatThrownBy(() -> client.socket(messages, "http://evil.example")).isNotNull();
    assertThat(messages).isEmpty();
  }

  @Test
  @Order(10)
  void headersLetTheBrowserLoadNothingElse() {
    HttpResponse<String> page = client.get("/");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.body()).contains("importmap").doesNotContain("https://", "{{");
    assertThat(client.get("/app/../page.html").statusCode()).isEqualTo(404);
    assertThat(client.get("/_static/../importmap.json").statusCode()).isEqualTo(404);
    assertThat(client.get("/_static/lit/3.3.3/index.js").statusCode()).isEqualTo(200);
  }

  @Test
  void anOccupiedPortIsNamedWithTheRemedy() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      assertThatThrownBy(
              () -> ConsoleService.start(broker.config("127.0.0.1", port), Clock.systemUTC()))
          .isInstanceOfSatisfying(
              LockstepException.class,
              e -> {
                assertThat(e.getMessage()).contains("port " + port);
                assertThat(e.remedy()).contains("console.port", "with 'up' by --port");
              });
    }
  }

  @Test
  void anAddressThatOthersReachIsRefused() {
    assertThatThrownBy(() -> ConsoleService.start(broker.config("0.0.0.0", 0), Clock.systemUTC()))
        .isInstanceOf(LockstepException.class)
        .hasMessageContaining("console.bind is '0.0.0.0'");
  }

  /** Java's client does not let a test choose the host name, so by hand. */
  private static String statusLine(String path, String host) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", console.port())) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }
}
