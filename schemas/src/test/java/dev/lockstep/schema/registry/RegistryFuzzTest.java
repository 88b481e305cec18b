package dev.lockstep.schema.registry;

import static dev.lockstep.testing.property.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.lockstep.testing.property.Any;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Goal: no input makes the registry fail. Method: calls put together from what it knows and from
 * noise, byte for byte over HTTP; every one has an answer, and none of them is a 5xx.
 */
class RegistryFuzzTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] SEGMENTS = {
    "subjects",
    "versions",
    "schemas",
    "ids",
    "config",
    "compatibility",
    "mode",
    "contexts",
    "v1",
    "metadata",
    "id",
    "version",
    "types",
    "latest",
    "schema",
    "referencedby",
    "s",
    "1",
    "-1",
    "0",
    "99999999999",
    "%",
    "%zz",
    "%00",
    "%ff",
    "+",
    "..",
    "a%2Fb",
    ""
  };
  private static final String[] PARAMETERS = {
    "offset=1",
    "offset=-1",
    "limit=0",
    "limit=x",
    "limit=2147483648",
    "deleted=true",
    "deletedOnly=true",
    "latestOnly=true",
    "subjectPrefix=:*:",
    "verbose=true",
    "fetchMaxId=true",
    "defaultToGlobal=true",
    "normalize=true",
    "=",
    "%",
    "&&",
    "x"
  };
  private static final String[] FIELDS = {
    "schema",
    "schemaType",
    "references",
    "compatibility",
    "mode",
    "id",
    "version",
    "metadata",
    "ruleSet",
    "normalize",
    "x"
  };
  private static final String[] TYPES = {
    "int", "strin", "null", "string", "bytes", "R", "record", "enum", "fixed", "array", "map",
    "error", "union", ""
  };

  private HttpServer server;
  private ExecutorService threads;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    SchemaRegistry registry = new SchemaRegistry(new RegistryRoutesTest.DirectLog());
    server.createContext("/", new RegistryHttp(new RegistryRoutes(registry, "cluster-1")));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void everyCallHasAnAnswerThatBlamesNoServer() {
    forAll(
        3_000,
        any -> {
          OptionalInt status = RawHttp.status(port(), request(any));
          assertThat(status).isPresent();
          assertThat(status.getAsInt()).isBetween(200, 499);
        });
  }

  @Test
  void everySchemaIsTakenOrRefused() {
    forAll(
        2_000,
        any -> {
          String body = "{\"schema\":" + JSON.writeValueAsString(any.made(this::schema)) + "}";
          String path = "/subjects/s" + any.anInt(0, 3) + "/versions";
          byte[] request = request("POST", path, "application/json", bytes(body));
          assertThat(RawHttp.status(port(), request).orElse(0)).isIn(200, 409, 422);
        });
  }

  @Test
  void whatNestsDeeplyIsRefusedAndNotFailedOf() throws Exception {
    for (int depth : new int[] {100, 400, 900, 5_000}) {
      for (String[] nest :
          new String[][] {
            {"{\"type\":\"array\",\"items\":", "\"int\"", "}"}, {"[", "\"int\"", "]"},
          }) {
        String schema = nest[0].repeat(depth) + nest[1] + nest[2].repeat(depth);
        String body = "{\"schema\":" + JSON.writeValueAsString(schema) + "}";
        byte[] request = request("POST", "/subjects/d/versions", "application/json", bytes(body));
        assertThat(RawHttp.status(port(), request).orElse(0)).as(depth + "").isIn(200, 409, 422);
        byte[] bare = request("POST", "/subjects/d/versions", "application/json", bytes(schema));
        assertThat(RawHttp.status(port(), bare).orElse(0)).as(depth + "").isIn(400, 422);
      }
    }
  }

  private byte[] request(Any any) {
    StringBuilder path = new StringBuilder();
    any.list(6, part -> part.oneOf(part.oneOf(SEGMENTS), escaped(part.text(0, 5))))
        .forEach(segment -> path.append('/').append(segment));
    if (path.isEmpty()) {
      path.append('/');
    }
    List<String> parameters = any.list(3, part -> part.oneOf(PARAMETERS));
    if (!parameters.isEmpty()) {
      path.append('?').append(String.join("&", parameters));
    }
    String method =
        any.oneOf("GET", "GET", "POST", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS");
    String type = any.oneOf("application/json", "application/vnd.schemaregistry.v1+json", "x");
    return request(method, path.toString(), type, any.made(RegistryFuzzTest::body));
  }

  private byte[] request(String method, String path, String type, byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        bytes(
            ("%s %s HTTP/1.1\r\nHost: localhost:%d\r\nContent-Type: %s\r\nConnection: close\r\n"
                    + "Content-Length: %d\r\n\r\n")
                .formatted(method, path, port(), type, body.length)));
    out.writeBytes(body);
    return out.toByteArray();
  }

  private static byte[] body(Any any) {
    return switch (any.anInt(0, 4)) {
      case 0 -> any.bytes(30);
      case 1 -> new byte[0];
      case 2 -> bytes(any.oneOf("null", "[]", "\"x\"", "1", "{", "{}", "\uFEFF{}", "{\"a\":1}}"));
      default -> {
        List<String> fields = any.list(3, field -> "\"" + field.oneOf(FIELDS) + "\"");
        List<String> said = new ArrayList<>();
        fields.forEach(field -> said.add(field + ":" + value(any)));
        yield bytes("{" + String.join(",", said) + "}");
      }
    };
  }

  private static String value(Any any) {
    return switch (any.anInt(0, 3)) {
      case 0 -> any.oneOf("null", "1", "-1", "true", "{}", "[]", "[1]", "{\"a\":1}", "1e999");
      case 1 -> "\"" + any.oneOf("AVRO", "JSON", "FULL", "READWRITE", "\\ud800", "") + "\"";
      default -> "\"\\\"" + any.oneOf(TYPES) + "\\\"\"";
    };
  }

  /** Something that may be a schema. */
  private String schema(Any any) {
    return schema(any, any.anInt(0, 4));
  }

  private String schema(Any any, int depth) {
    if (depth == 0) {
      return "\"" + any.oneOf(TYPES) + "\"";
    }
    String type =
        "\"type\":" + (any.aBoolean() ? "\"" + any.oneOf(TYPES) + "\"" : inner(any, depth));
    String name =
        "\"name\":" + any.oneOf("\"R\"", "\"a.b\"", "\"1\"", "\"\"", "null", "{}", "\"é\"");
    return switch (any.anInt(0, 7)) {
      case 0 -> "[" + String.join(",", any.list(3, item -> schema(item, depth - 1))) + "]";
      case 1 -> "{" + type + "}";
      case 2 -> "{\"type\":\"array\",\"items\":" + inner(any, depth) + "}";
      case 3 -> "{\"type\":\"map\",\"values\":" + inner(any, depth) + "}";
      case 4 ->
          "{\"type\":\"enum\",%s,\"symbols\":%s,\"default\":%s}"
              .formatted(
                  name,
                  any.oneOf("[\"A\"]", "[]", "[1]", "[\"A\",\"A\"]", "null", "\"A\""),
                  any.oneOf("\"A\"", "\"B\"", "null", "1"));
      case 5 ->
          "{\"type\":\"fixed\",%s,\"size\":%s,\"logicalType\":%s,\"precision\":%s}"
              .formatted(
                  name,
                  any.oneOf("1", "-1", "0", "2147483648", "\"x\"", "null"),
                  any.oneOf("\"decimal\"", "\"uuid\"", "\"duration\"", "1"),
                  any.oneOf("1", "0", "99", "null"));
      default ->
          "{\"type\":\"record\",%s,\"aliases\":%s,\"fields\":[{\"name\":\"a\",%s,\"default\":%s}%s]}"
              .formatted(
                  name,
                  any.oneOf("[]", "[\"x\"]", "[1]", "null", "\"x\"", "[\"\"]"),
                  type,
                  any.oneOf("1", "null", "\"x\"", "{}", "[]", "1e999"),
                  any.oneOf("", ",{\"name\":\"a\",\"type\":\"R\"}", ",1", ",{}"));
    };
  }

  private String inner(Any any, int depth) {
    return schema(any, depth - 1);
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private int port() {
    return server.getAddress().getPort();
  }
}
