package dev.lockstep.schema.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each call that clients make, and each way to get it wrong. */
class RegistryRoutesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Body NO_BODY = new Body(MissingNode.getInstance());
  private static final String INT = "{\"schema\":\"\\\"int\\\"\"}";

  private final DirectLog log = new DirectLog();
  private final RegistryRoutes routes = new RegistryRoutes(new SchemaRegistry(log), "cluster-1");

  @BeforeEach
  void register() {
    assertThat(post("/subjects/s/versions", INT)).hasToString("{\"id\":1}");
  }

  @Test
  void answersWhatClientsAskAtStart() {
    assertThat(get("/")).hasToString("{}");
    assertThat(get("/mode")).hasToString("{\"mode\":\"READWRITE\"}");
    assertThat(get("/config")).hasToString("{\"compatibilityLevel\":\"BACKWARD\"}");
    assertThat(get("/schemas/types")).hasToString("[\"AVRO\"]");
    assertThat(get("/contexts")).hasToString("[\".\"]");
    assertThat(get("/v1/metadata/id").at("/scope/clusters/kafka-cluster").asText())
        .isEqualTo("cluster-1");
  }

  @Test
  void findsSchemasBySubjectVersionAndId() {
    String version = "{\"subject\":\"s\",\"version\":1,\"id\":1,\"schema\":\"\\\"int\\\"\"}";

    assertThat(get("/subjects")).hasToString("[\"s\"]");
    assertThat(get("/subjects/s/versions")).hasToString("[1]");
    assertThat(get("/subjects/s/versions/1")).hasToString(version);
    assertThat(get("/subjects/s/versions/latest")).hasToString(version);
    assertThat(get("/subjects/s/versions/-1")).hasToString(version);
    assertThat(get("/subjects/s/versions/1/schema")).hasToString("\"int\"");
    assertThat(get("/subjects/s/versions/1/referencedby")).hasToString("[]");
    assertThat(post("/subjects/s", INT)).hasToString(version);
    assertThat(get("/schemas")).hasToString("[" + version + "]");
    assertThat(get("/schemas/ids/1")).hasToString("{\"schema\":\"\\\"int\\\"\"}");
    assertThat(get("/schemas/ids/1/schema")).hasToString("\"int\"");
    assertThat(get("/schemas/ids/1/versions")).hasToString("[{\"subject\":\"s\",\"version\":1}]");
    assertThat(get("/schemas/ids/1/subjects")).hasToString("[\"s\"]");
  }

  @Test
  void listsOnlyTheSchemasOfSubjectsThatBeginAsAsked() {
    post("/subjects/t/versions", INT);

    assertThat(schemas(Map.of()).findValuesAsText("subject")).containsExactly("s", "t");
    assertThat(schemas(Map.of("subjectPrefix", "t")).findValuesAsText("subject"))
        .containsExactly("t");
    assertThat(schemas(Map.of("subjectPrefix", "x"))).isEmpty();
  }

  @Test
  void listsInPagesAndLatestVersionsOnly() {
    post("/subjects/s/versions", "{\"schema\":\"\\\"long\\\"\"}");
    post("/subjects/t/versions", INT);
    post("/subjects/u/versions", INT);

    assertThat(list("/subjects", "offset=1&limit=1")).hasToString("[\"t\"]");
    assertThat(list("/subjects", "limit=0")).hasToString("[\"s\",\"t\",\"u\"]");
    assertThat(list("/subjects", "limit=-1&offset=9")).isEmpty();
    assertThat(list("/subjects", "subjectPrefix=:*:t")).hasToString("[\"t\"]");
    assertThat(list("/subjects/s/versions", "offset=1")).hasToString("[2]");
    assertThat(list("/schemas/ids/1/subjects", "limit=2")).hasToString("[\"s\",\"t\"]");
    assertThat(list("/schemas/ids/1/versions", "offset=2").findValuesAsText("subject"))
        .containsExactly("u");
    assertThat(list("/schemas", "latestOnly=true").findValuesAsText("version"))
        .containsExactly("2", "1", "1");
    assertThat(list("/schemas", "latestOnly=true&offset=1&limit=1").findValuesAsText("subject"))
        .containsExactly("t");
    assertThatThrownBy(() -> list("/subjects", "limit=all"))
        .isInstanceOfSatisfying(RegistryFault.class, f -> assertThat(f.status()).isEqualTo(400));
  }

  @Test
  void deletedVersionsAreListedWhenAskedFor() {
    log.append(new LogEntry.SubjectDeleted("s", 1));
    post("/subjects/t/versions", INT);

    assertThat(get("/subjects")).hasToString("[\"t\"]");
    assertThat(list("/subjects", "deleted=true")).hasToString("[\"s\",\"t\"]");
    assertThat(list("/subjects", "deletedOnly=true")).hasToString("[\"s\"]");
    assertFault("GET", "/subjects/s/versions", "", 404, 40401);
    assertThat(list("/subjects/s/versions", "deleted=true")).hasToString("[1]");
    assertThat(list("/subjects/s/versions/1", "deleted=true").path("id").asInt()).isOne();
    assertThat(list("/schemas/ids/1/subjects", "deleted=true")).hasToString("[\"s\",\"t\"]");
    assertThat(list("/schemas", "").findValuesAsText("subject")).containsExactly("t");
    assertThat(list("/schemas", "deleted=true").findValuesAsText("subject"))
        .containsExactly("s", "t");
  }

  private JsonNode list(String path, String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      parameters.put(pair.substring(0, Math.max(0, equals)), pair.substring(equals + 1));
    }
    List<String> parts = List.of(path.substring(1).split("/"));
    return routes.answer(new RegistryRoutes.Call("GET", parts, new Query(parameters), NO_BODY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"id\":7",
        "\"version\":3",
        "\"metadata\":{\"properties\":{\"owner\":\"me\"}}",
        "\"ruleSet\":{\"domainRules\":[{\"name\":\"r\"}]}",
        "\"schemaTagsToAdd\":[{}]"
      })
  void whatIsNotKeptIsRefusedByName(String field) {
    String body = INT.replace("}", "," + field + "}");
    String name = field.substring(1, field.indexOf('"', 1));
    assertThatThrownBy(() -> post("/subjects/s/versions", body))
        .isInstanceOf(RegistryFault.class)
        .hasMessageContaining("'" + name + "'");
    assertFault("POST", "/subjects/s/versions", body, 422, 42205);
    assertFault(
        "PUT",
        "/config/s",
        "{\"compatibility\":\"FULL\",\"compatibilityGroup\":\"g\"}",
        422,
        42205);
  }

  @Test
  void whatIsSaidToBeAbsentIsNoReasonToRefuse() {
    String none =
        INT.replace(
            "}",
            ",\"id\":-1,\"version\":0,\"metadata\":null,\"ruleSet\":{},\"references\":[],"
                + "\"schemaTagsToAdd\":[]}");
    assertThat(post("/subjects/s/versions", none)).hasToString("{\"id\":1}");
    assertThat(call("PUT", "/config/s", "{\"compatibility\":\"FULL\",\"normalize\":false}"))
        .hasToString("{\"compatibility\":\"FULL\"}");
  }

  private JsonNode schemas(Map<String, String> query) {
    return routes.answer(
        new RegistryRoutes.Call("GET", List.of("schemas"), new Query(query), NO_BODY));
  }

  @Test
  void setsAndResetsLevels() {
    assertThat(call("PUT", "/config/s", "{\"compatibility\":\"FULL\"}"))
        .hasToString("{\"compatibility\":\"FULL\"}");
    assertThat(get("/config/s")).hasToString("{\"compatibilityLevel\":\"FULL\"}");
    assertThat(call("DELETE", "/config/s", "")).hasToString("{\"compatibilityLevel\":\"FULL\"}");
    assertFault("GET", "/config/s", "", 404, 40408);
  }

  @Test
  void followsTheGlobalLevelWhenAsked() {
    assertThat(list("/config/s", "defaultToGlobal=true"))
        .hasToString("{\"compatibilityLevel\":\"BACKWARD\"}");
  }

  @Test
  void checksCompatibilityWithoutRegistering() {
    String text = "{\"schema\":\"\\\"string\\\"\"}";

    assertThat(post("/compatibility/subjects/s/versions/latest", text))
        .hasToString("{\"is_compatible\":false}");
    assertThat(post("/compatibility/subjects/s/versions", INT))
        .hasToString("{\"is_compatible\":true}");
    assertThat(get("/subjects/s/versions")).hasToString("[1]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GET    | /subjects/x/versions        |                                       | 404 | 40401",
        "POST   | /subjects/x                 | {\"schema\":\"\\\"int\\\"\"}          | 404 | 40401",
        "GET    | /subjects/x/versions/1      |                                       | 404 | 40401",
        "GET    | /subjects/s/versions/2      |                                       | 404 | 40402",
        "POST   | /subjects/s                 | {\"schema\":\"\\\"long\\\"\"}         | 404 | 40403",
        "GET    | /schemas/ids/99             |                                       | 404 | 40403",
        "GET    | /schemas/ids/-1             |                                       | 404 | 40403",
        "GET    | /schemas/ids/abc            |                                       | 404 | 404",
        "GET    | /schemas/ids/99999999999    |                                       | 404 | 404",
        "GET    | /config/s                   |                                       | 404 | 40408",
        "POST   | /subjects/s/versions        | {\"schema\":\"\\\"string\\\"\"}       | 409 | 409",
        "POST   | /subjects/s/versions        | {\"schema\":\"nonsense\"}             | 422 | 42201",
        "POST   | /subjects/s/versions        | {}                                    | 422 | 42201",
        "POST   | /subjects/s/versions        | {\"schemaType\":\"JSON\",\"schema\":\"{}\"} | 422 | 42201",
        "GET    | /subjects/s/versions/0      |                                       | 422 | 42202",
        "GET    | /subjects/s/versions/newest |                                       | 422 | 42202",
        "PUT    | /config                     | {\"compatibility\":\"SOMETIMES\"}     | 422 | 42203",
        "PUT    | /mode                       | {\"mode\":\"READONLY\"}               | 422 | 42204",
        "GET    | /associations/resources/-/t |                                       | 404 | 404",
        "GET    | /nothing                    |                                       | 404 | 404",
        "GET    | /schemas/ids/1/nothing      |                                       | 404 | 404",
        "PATCH  | /config                     |                                       | 405 | 405",
        "DELETE | /subjects/s/versions/1      |                                       | 405 | 405",
      })
  void badInputGetsItsCode(String method, String path, String body, int status, int code) {
    assertFault(method, path, body == null ? "" : body, status, code);
  }

  private void assertFault(String method, String path, String body, int status, int code) {
    assertThatThrownBy(() -> call(method, path, body))
        .isInstanceOfSatisfying(
            RegistryFault.class,
            fault ->
                assertThat(List.of(fault.status(), fault.code())).containsExactly(status, code));
  }

  private JsonNode get(String path) {
    return call("GET", path, "");
  }

  private JsonNode post(String path, String body) {
    return call("POST", path, body);
  }

  private JsonNode call(String method, String path, String body) {
    try {
      return routes.answer(
          new RegistryRoutes.Call(
              method,
              Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList(),
              new Query(Map.of()),
              body.isEmpty() ? NO_BODY : new Body(JSON.readTree(body))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A log that keeps nothing. */
  static final class DirectLog implements SchemaLog {
    private Follower known = entry -> {};

    void append(LogEntry entry) {
      known.apply(entry);
    }

    @Override
    public void recover(Follower follower) {
      known = follower;
    }

    @Override
    public void append(LogEntry entry, Follower follower) {
      follower.apply(entry);
    }

    @Override
    public void close() {}
  }
}
