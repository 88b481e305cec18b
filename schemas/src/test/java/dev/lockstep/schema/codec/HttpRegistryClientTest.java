package dev.lockstep.schema.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client against a server that misbehaves on purpose. */
class HttpRegistryClientTest {

  private static final Schema SCHEMA = SchemaBuilder.record("R").fields().endRecord();

  private record Answer(int status, String body) {}

  private final List<HttpServer> servers = new ArrayList<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void stop() {
    servers.forEach(server -> server.stop(0));
  }

  @Test
  void asksAgainAfterAServerError() throws IOException {
    String url =
        server(new Answer(500, "{}"), new Answer(503, "busy"), new Answer(200, "{\"id\":4}"));

    assertThat(client(Map.of(ConfluentConfig.URL, url)).register("s", SCHEMA)).isEqualTo(4);
    assertThat(requests).hasSize(3);
  }

  @Test
  void theLastErrorSurfacesWhenRetriesAreUsedUp() throws IOException {
    String url = server(new Answer(500, "{\"error_code\":50001,\"message\":\"disk full\"}"));

    assertThatThrownBy(() -> client(Map.of(ConfluentConfig.URL, url)).register("s", SCHEMA))
        .isInstanceOfSatisfying(
            RegistryException.class, e -> assertThat(e.isUnavailable()).isTrue())
        .hasMessageContaining("disk full")
        .hasMessageContaining(url);
    assertThat(requests).hasSize(4);
  }

  @Test
  void aRefusalIsNotRepeated() throws IOException {
    String url = server(new Answer(409, "{\"error_code\":409,\"message\":\"incompatible\"}"));

    assertThatThrownBy(() -> client(Map.of(ConfluentConfig.URL, url)).register("s", SCHEMA))
        .isInstanceOfSatisfying(
            RegistryException.class, e -> assertThat(e.isIncompatible()).isTrue());
    assertThat(requests).hasSize(1);
  }

  @Test
  void goesToTheNextAddressAndStaysThere() throws IOException {
    String good = server(new Answer(200, "[\"a\"]"));
    String dead = "http://127.0.0.1:1";

    RegistryClient client = client(Map.of(ConfluentConfig.URL, dead + "," + good + "/"));

    assertThat(client.subjects()).containsExactly("a");
    assertThat(client.subjects()).containsExactly("a");
  }

  @Test
  void sendsBasicCredentialsAndNeverShowsThem() throws IOException {
    String url = server(new Answer(200, "[]"));
    Map<String, Object> config =
        Map.of(
            ConfluentConfig.URL,
            url,
            ConfluentConfig.CREDENTIALS_SOURCE,
            "USER_INFO",
            ConfluentConfig.USER_INFO,
            "ann:secret");

    client(config).subjects();

    assertThat(requests.getFirst()).contains("Basic YW5uOnNlY3JldA==");
    assertThat(ConfluentConfig.of(config, false).toString()).doesNotContain("secret", "YW5u");
  }

  @Test
  void takesCredentialsOutOfTheAddress() throws IOException {
    String url = server(new Answer(200, "[]")).replace("http://", "http://ann:secret@");

    client(Map.of(ConfluentConfig.URL, url)).subjects();

    assertThat(requests.getFirst()).contains("Basic YW5uOnNlY3JldA==");
    assertThat(ConfluentConfig.of(Map.of(ConfluentConfig.URL, url), true).toString())
        .doesNotContain("secret");
  }

  @Test
  void aPasswordThatBreaksTheAddressIsRefusedWithoutBeingShown() {
    for (String url : List.of("http://ann:p@ss@host:8081", "http://ann:p/ss@host", "ann:p@ss")) {
      assertThatThrownBy(() -> client(Map.of(ConfluentConfig.URL, url)))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("%40")
          .hasMessageNotContaining("ss@");
    }
  }

  @Test
  void somethingElseThanARegistryIsSaidSo() throws IOException {
    String url = server(new Answer(200, "{\"hello\":1}"));

    assertThatThrownBy(() -> client(Map.of(ConfluentConfig.URL, url)).register("s", SCHEMA))
        .hasMessageContaining("Is the address a registry's?");
  }

  @Test
  void escapesSubjectsInPaths() throws IOException {
    String url = server(new Answer(200, "{\"id\":1}"));

    client(Map.of(ConfluentConfig.URL, url)).register("a/b c+d", SCHEMA);

    assertThat(requests.getFirst()).startsWith("/subjects/a%2Fb%20c%2Bd/versions");
  }

  @Test
  void remembersWhatCannotChange() throws IOException {
    String url =
        server(new Answer(200, "{\"id\":1}"), new Answer(200, "{\"schema\":\"\\\"int\\\"\"}"));
    RegistryClient client = RegistryClient.of(new HashMap<>(Map.of(ConfluentConfig.URL, url)));

    client.register("s", SCHEMA);
    client.register("s", new Schema.Parser().parse(SCHEMA.toString()));
    client.byId(9);
    client.byId(9);

    assertThat(requests).hasSize(2);
    assertThat(RegistryClient.of(Map.of(ConfluentConfig.URL, url))).isSameAs(client);
  }

  private static RegistryClient client(Map<String, ?> config) {
    Map<String, Object> quick = new HashMap<>(config);
    quick.put(ConfluentConfig.MAX_RETRIES, 3);
    quick.put(ConfluentConfig.RETRY_WAIT, 1);
    return new HttpRegistryClient(ConfluentConfig.of(quick, false).registry());
  }

  /** Answers in turn, the last one for ever. */
  private String server(Answer... answers) throws IOException {
    Deque<Answer> script = new ArrayDeque<>(List.of(answers));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(
              exchange.getRequestURI().getRawPath()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          Answer answer = script.size() > 1 ? script.pop() : script.peek();
          byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    servers.add(server);
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }
}
