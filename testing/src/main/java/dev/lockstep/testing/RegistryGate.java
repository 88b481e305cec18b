package dev.lockstep.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Stands before a registry and, while it is shut, refuses to give schemas by their ids. */
public final class RegistryGate implements AutoCloseable {

  private static final int OPEN = 0;

  private final AtomicInteger answer = new AtomicInteger(OPEN);
  private final AtomicLong refused = new AtomicLong();
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server;
  private final String registry;

  public RegistryGate(String registry) {
    this.registry = registry;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * Answers with this status when asked for a schema, as a registry that was swapped does (404).
   */
  public void shut(int status) {
    answer.set(status);
  }

  public void open() {
    answer.set(OPEN);
  }

  /** How often it has refused. */
  public long refused() {
    return refused.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().toString();
      int status = answer.get();
      if (status != OPEN && path.startsWith("/schemas/ids/")) {
        refused.incrementAndGet();
        respond(exchange, status, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
        return;
      }
      byte[] body = exchange.getRequestBody().readAllBytes();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(registry + path))
              .header("Content-Type", "application/json")
              .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body))
              .build();
      HttpResponse<String> given = client.send(request, HttpResponse.BodyHandlers.ofString());
      respond(exchange, given.statusCode(), given.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void respond(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
