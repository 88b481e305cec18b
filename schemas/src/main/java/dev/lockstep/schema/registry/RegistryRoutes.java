package dev.lockstep.schema.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.schema.registry.SchemaStore.Lookup;
import dev.lockstep.schema.registry.SchemaStore.Version;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The calls that clients make, as a function of method, path, query and body. */
final class RegistryRoutes {

  /** One call. The path is split at slashes and decoded; a body that was not sent is missing. */
  record Call(String method, List<String> path, Query query, Body body) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SchemaRegistry registry;
  private final String clusterId;

  RegistryRoutes(SchemaRegistry registry, String clusterId) {
    this.registry = registry;
    this.clusterId = clusterId;
  }

  JsonNode answer(Call call) {
    List<String> path = call.path();
    if (path.isEmpty()) {
      return onlyGet(call, JSON.createObjectNode());
    }
    List<String> rest = path.subList(1, path.size());
    return switch (path.getFirst()) {
      case "subjects" -> subjects(call, rest);
      case "schemas" -> schemas(call, rest);
      case "config" -> config(call, rest);
      case "compatibility" -> compatibility(call, rest);
      case "mode" -> mode(call);
      case "contexts" -> onlyGet(call, JSON.createArrayNode().add("."));
      case "v1" -> metadata(call, rest);
      default -> throw RegistryFault.noSuchPath();
    };
  }

  private JsonNode subjects(Call call, List<String> rest) {
    if (rest.isEmpty()) {
      String prefix = call.query().subjectPrefix();
      List<String> found =
          registry.query(s -> s.subjects(call.query().lookup())).stream()
              .filter(subject -> subject.startsWith(prefix))
              .toList();
      ArrayNode names = JSON.createArrayNode();
      call.query().page(found).forEach(names::add);
      return onlyGet(call, names);
    }
    String subject = rest.getFirst();
    if (rest.size() == 1) {
      requireMethod(call, "POST");
      return json(registry.lookUp(subject, call.body().schema(), call.query().lookup()));
    }
    if (!rest.get(1).equals("versions")) {
      throw RegistryFault.noSuchPath();
    }
    return versions(call, subject, rest.subList(2, rest.size()));
  }

  private JsonNode versions(Call call, String subject, List<String> rest) {
    if (rest.isEmpty() && call.method().equals("POST")) {
      Version version = registry.register(subject, call.body().newSchema());
      return JSON.createObjectNode().put("id", version.id());
    }
    requireMethod(call, "GET");
    if (rest.isEmpty()) {
      Lookup lookup = call.query().lookup();
      registry.requireSubject(subject, lookup);
      List<Version> versions = registry.query(s -> s.versions(subject, lookup));
      return numbers(call.query().page(versions), Version::version);
    }
    Version version = version(subject, rest.getFirst(), call.query().lookup());
    return switch (String.join("/", rest.subList(1, rest.size()))) {
      case "" -> json(version);
      case "schema" -> parsed(version.schema());
      case "referencedby" -> JSON.createArrayNode();
      default -> throw RegistryFault.noSuchPath();
    };
  }

  private JsonNode schemas(Call call, List<String> rest) {
    requireMethod(call, "GET");
    if (rest.isEmpty()) {
      return all(call.query());
    }
    if (rest.equals(List.of("types"))) {
      return JSON.createArrayNode().add("AVRO");
    }
    if (!rest.getFirst().equals("ids") || rest.size() < 2 || rest.size() > 3) {
      throw RegistryFault.noSuchPath();
    }
    int id = id(rest.get(1));
    String text =
        registry
            .query(s -> s.schema(id))
            .orElseThrow(() -> RegistryFault.unknownSchema("Schema " + id));
    return rest.size() == 2 ? byId(call, text) : ofId(call.query(), rest.get(2), id, text);
  }

  private JsonNode all(Query query) {
    String prefix = query.subjectPrefix();
    boolean latestOnly = query.flag("latestOnly");
    List<Version> found =
        registry.query(
            s ->
                s.subjects(query.lookup()).stream()
                    .filter(subject -> subject.startsWith(prefix))
                    .map(subject -> s.versions(subject, query.lookup()))
                    .flatMap(all -> latestOnly ? Stream.of(all.getLast()) : all.stream())
                    .toList());
    ArrayNode answer = JSON.createArrayNode();
    query.page(found).forEach(version -> answer.add(json(version)));
    return answer;
  }

  private JsonNode byId(Call call, String text) {
    ObjectNode answer = JSON.createObjectNode().put("schema", text);
    if (call.query().flag("fetchMaxId")) {
      answer.put("maxId", registry.query(SchemaStore::highestId));
    }
    return answer;
  }

  private JsonNode ofId(Query query, String what, int id, String text) {
    List<Version> users =
        registry.query(s -> s.all(query.lookup())).stream().filter(v -> v.id() == id).toList();
    ArrayNode answer = JSON.createArrayNode();
    switch (what) {
      case "schema" -> {
        return parsed(text);
      }
      case "subjects" ->
          query.page(users.stream().map(Version::subject).distinct().toList()).forEach(answer::add);
      case "versions" ->
          query
              .page(users)
              .forEach(
                  v -> answer.addObject().put("subject", v.subject()).put("version", v.version()));
      default -> throw RegistryFault.noSuchPath();
    }
    return answer;
  }

  private JsonNode config(Call call, List<String> rest) {
    if (rest.size() > 1) {
      throw RegistryFault.noSuchPath();
    }
    Optional<String> subject = rest.stream().findFirst();
    return switch (call.method()) {
      case "GET" -> JSON.createObjectNode().put("compatibilityLevel", level(call, subject).name());
      case "PUT" -> {
        registry.setLevel(subject, call.body().level());
        yield JSON.createObjectNode().put("compatibility", call.body().name());
      }
      case "DELETE" -> {
        CompatibilityLevel before = level(call, subject);
        registry.resetLevel(subject);
        yield JSON.createObjectNode().put("compatibilityLevel", before.name());
      }
      default -> throw RegistryFault.methodNotAllowed(call.method());
    };
  }

  private CompatibilityLevel level(Call call, Optional<String> subject) {
    if (subject.isEmpty()) {
      return registry.query(SchemaStore::globalLevel);
    }
    boolean orGlobal = call.query().flag("defaultToGlobal");
    return registry
        .query(
            s ->
                s.level(subject.get())
                    .or(() -> orGlobal ? Optional.of(s.globalLevel()) : Optional.empty()))
        .orElseThrow(() -> RegistryFault.noLevelOfItsOwn(subject.get()));
  }

  private JsonNode compatibility(Call call, List<String> rest) {
    if (rest.size() < 3 || !rest.get(0).equals("subjects") || !rest.get(2).equals("versions")) {
      throw RegistryFault.noSuchPath();
    }
    requireMethod(call, "POST");
    String subject = rest.get(1);
    List<Version> against =
        rest.size() == 3
            ? registry.query(s -> s.versions(subject))
            : List.of(version(subject, rest.get(3), Lookup.ACTIVE));
    List<String> problems = registry.problems(subject, call.body().schema(), against);
    ObjectNode answer = JSON.createObjectNode().put("is_compatible", problems.isEmpty());
    if (call.query().flag("verbose")) {
      problems.forEach(answer.putArray("messages")::add);
    }
    return answer;
  }

  private static JsonNode mode(Call call) {
    String mode = call.body().json().path("mode").asText("READWRITE");
    if (!call.method().equals("GET") && !mode.equals("READWRITE")) {
      throw RegistryFault.invalidMode(mode);
    }
    return JSON.createObjectNode().put("mode", "READWRITE");
  }

  private JsonNode metadata(Call call, List<String> rest) {
    ObjectNode answer = JSON.createObjectNode();
    switch (String.join("/", rest)) {
      case "metadata/id" -> {
        ObjectNode scope = answer.putObject("scope");
        scope.putArray("path");
        scope
            .putObject("clusters")
            .put("kafka-cluster", clusterId)
            .put("schema-registry-cluster", "lockstep");
      }
      case "metadata/version" -> answer.put("version", "lockstep").put("commitId", "");
      default -> throw RegistryFault.noSuchPath();
    }
    return onlyGet(call, answer);
  }

  private Version version(String subject, String number, Lookup lookup) {
    registry.requireSubject(subject, lookup);
    if (number.equals("latest") || number.equals("-1")) {
      return registry
          .query(s -> s.latest(subject))
          .orElseThrow(() -> RegistryFault.unknownSubject(subject));
    }
    int version = positive(number).orElseThrow(() -> RegistryFault.invalidVersion(number));
    return registry
        .query(s -> s.version(subject, version, lookup))
        .orElseThrow(() -> RegistryFault.unknownVersion(version));
  }

  /** What is no number is no address of a schema, as with other registries. */
  private static int id(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw RegistryFault.noSuchPath();
    }
  }

  private static Optional<Integer> positive(String text) {
    try {
      int number = Integer.parseInt(text);
      return number > 0 ? Optional.of(number) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static JsonNode json(Version version) {
    return JSON.createObjectNode()
        .put("subject", version.subject())
        .put("version", version.version())
        .put("id", version.id())
        .put("schema", version.schema());
  }

  private static JsonNode numbers(List<Version> versions, ToIntFunction<Version> number) {
    ArrayNode numbers = JSON.createArrayNode();
    versions.forEach(version -> numbers.add(number.applyAsInt(version)));
    return numbers;
  }

  private static JsonNode parsed(String schema) {
    try {
      return JSON.readTree(schema);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw RegistryFault.store("A stored schema is no JSON", e);
    }
  }

  private static JsonNode onlyGet(Call call, JsonNode answer) {
    requireMethod(call, "GET");
    return answer;
  }

  private static void requireMethod(Call call, @Nullable String method) {
    if (!call.method().equals(method)) {
      throw RegistryFault.methodNotAllowed(call.method());
    }
  }
}
