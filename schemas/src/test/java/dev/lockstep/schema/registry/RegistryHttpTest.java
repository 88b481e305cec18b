package dev.lockstep.schema.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is HTTP's and not the registry's. */
class RegistryHttpTest {

  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    SchemaRegistry registry = new SchemaRegistry(new RegistryRoutesTest.DirectLog());
    server.createContext("/", new RegistryHttp(new RegistryRoutes(registry, "cluster-1")));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void headIsAnsweredAsGetWithoutTheBody() throws Exception {
    for (String path :
        new String[] {"/", "/subjects", "/schemas/types", "/subjects/none/versions"}) {
      HttpResponse<String> get = send("GET", path);
      HttpResponse<String> head = send("HEAD", path);

      assertThat(head.statusCode()).as(path).isEqualTo(get.statusCode());
      assertThat(head.headers().map().get("content-type"))
          .isEqualTo(get.headers().map().get("content-type"));
      assertThat(head.body()).isEmpty();
      assertThat(get.body()).isNotEmpty();
    }
  }

  @Test
  void aMethodThatAPathDoesNotKnowIsStillRefused() throws Exception {
    assertThat(send("DELETE", "/subjects/none/versions").statusCode()).isEqualTo(405);
  }

  @Test
  void onlyLoopbackNamesWithItsPortAreAnswered() throws Exception {
    for (String host : List.of("localhost", "127.0.0.1", "LOCALHOST", "[::1]", "127.1.2.3")) {
      assertThat(raw("GET", "Host: " + host + ":" + port(), "")).as(host).isEqualTo(200);
    }
    for (String host :
        List.of(
            "evil.example:" + port(),
            "localhost.evil.example:" + port(),
            "127.0.0.1.evil.example:" + port(),
            "localhost",
            "localhost:1",
            "127.0.0.1:" + port() + ":" + port(),
            "localhost:" + port() + "\r\nHost: evil.example:" + port(),
            "")) {
      assertThat(raw("GET", "Host: " + host, "")).as(host).isEqualTo(403);
    }
  }

  @Test
  void aPageFromElsewhereIsRefused() throws Exception {
    String host = "Host: localhost:" + port() + "\r\nOrigin: ";
    assertThat(raw("GET", host + "http://localhost:" + port(), "")).isEqualTo(200);
    for (String origin :
        List.of("https://evil.example", "http://localhost:1", "null", "http://localhost", "")) {
      assertThat(raw("GET", host + origin, "")).as(origin).isEqualTo(403);
    }
  }

  @Test
  void aBodyNeedsTheMediaTypeOfARegistry() throws Exception {
    String body = "{\"compatibility\":\"FULL\"}";
    String host = "Host: localhost:" + port();
    for (String type :
        List.of(
            "application/vnd.schemaregistry.v1+json",
            "application/vnd.schemaregistry+json",
            "Application/JSON; charset=utf-8")) {
      assertThat(raw("PUT", host + "\r\nContent-Type: " + type, body)).as(type).isEqualTo(200);
    }
    for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "")) {
      assertThat(raw("PUT", host + "\r\nContent-Type: " + type, body)).as(type).isEqualTo(415);
    }
    assertThat(raw("PUT", host, body)).isEqualTo(415);
  }

  private int port() {
    return server.getAddress().getPort();
  }

  /** Headers that HttpClient would not send. */
  private int raw(String method, String headers, String body) throws Exception {
    String request =
        "%s /config HTTP/1.1\r\n%s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(method, headers, body.length(), body);
    return RawHttp.status(port(), request.getBytes(StandardCharsets.UTF_8)).orElse(0);
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    return client.send(
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
