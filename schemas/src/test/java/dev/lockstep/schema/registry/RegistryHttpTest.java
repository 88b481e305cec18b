package dev.lockstep.schema.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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

  private HttpResponse<String> send(String method, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    return client.send(
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
