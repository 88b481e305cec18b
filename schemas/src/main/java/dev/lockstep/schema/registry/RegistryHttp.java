package dev.lockstep.schema.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP around {@link RegistryRoutes}: the door, decoding, bounds, errors. Stateless. */
final class RegistryHttp implements HttpHandler {

  private static final Logger LOG = LoggerFactory.getLogger(RegistryHttp.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int MAX_BODY_BYTES = 16 << 20;

  private final RegistryRoutes routes;

  RegistryHttp(RegistryRoutes routes) {
    this.routes = routes;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        Door.check(exchange);
        respond(exchange, 200, routes.answer(call(exchange)));
      } catch (RegistryFault fault) {
        if (fault.status() >= 500) {
          LOG.warn(
              "{} {}: {}",
              exchange.getRequestMethod(),
              exchange.getRequestURI(),
              fault.getMessage());
        }
        respond(exchange, fault.status(), error(fault.code(), fault.getMessage()));
      } catch (RuntimeException e) {
        LOG.error("{} {}", exchange.getRequestMethod(), exchange.getRequestURI(), e);
        respond(exchange, 500, error(500, "Internal error: " + e));
      }
    }
  }

  private static RegistryRoutes.Call call(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    List<String> path = new ArrayList<>();
    String raw = uri.getRawPath() == null ? "" : uri.getRawPath();
    for (String segment : raw.split("/", -1)) {
      if (!segment.isEmpty()) {
        path.add(decode(segment));
      }
    }
    return new RegistryRoutes.Call(
        meant(exchange.getRequestMethod()),
        path,
        new Query(query(uri.getRawQuery())),
        new Body(body(exchange)));
  }

  /** HEAD asks for what GET would answer, without the body. */
  private static String meant(String method) {
    return method.equals("HEAD") ? "GET" : method;
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new HashMap<>();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        query.put(
            decode(equals < 0 ? pair : pair.substring(0, equals)),
            equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static String decode(String text) {
    try {
      // A plus is a plus in a path; in queries no client of a registry means a blank by it.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw RegistryFault.badRequest("The address is not properly escaped: " + text);
    }
  }

  private static JsonNode body(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    if (bytes.length > MAX_BODY_BYTES) {
      throw RegistryFault.tooLarge(MAX_BODY_BYTES);
    }
    if (bytes.length == 0) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw RegistryFault.badRequest("The body is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      // Of bytes in memory: they are text in no encoding that JSON may have.
      throw RegistryFault.badRequest("The body is no JSON: " + e.getMessage());
    }
  }

  private static JsonNode error(int code, @Nullable String message) {
    // What is told may repeat what was sent, and half a surrogate pair cannot be encoded.
    String whole =
        new String(
            String.valueOf(message).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    return JSON.createObjectNode().put("error_code", code).put("message", whole);
  }

  private static void respond(HttpExchange exchange, int status, JsonNode answer)
      throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(answer);
    exchange.getResponseHeaders().set("Content-Type", MEDIA_TYPE);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
