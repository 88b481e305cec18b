package dev.lockstep.schema.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** The registry's REST calls. Stateless; see {@link RegistryTransport} for retries and failover. */
final class HttpRegistryClient implements RegistryClient {

  private final RegistryTransport transport;

  HttpRegistryClient(RegistrySettings settings) {
    this.transport = new RegistryTransport(settings);
  }

  @Override
  public int register(String subject, Schema schema) {
    return integer(transport.post("/subjects/" + path(subject) + "/versions", body(schema)), "id");
  }

  @Override
  public int idOf(String subject, Schema schema) {
    return integer(transport.post("/subjects/" + path(subject), body(schema)), "id");
  }

  @Override
  public Schema byId(int id) {
    return schema(transport.get("/schemas/ids/" + id), "id " + id);
  }

  @Override
  public RegisteredSchema latest(String subject) {
    JsonNode answer = transport.get("/subjects/" + path(subject) + "/versions/latest");
    return new RegisteredSchema(
        subject,
        integer(answer, "version"),
        integer(answer, "id"),
        schema(answer, "subject '" + subject + "'"));
  }

  @Override
  public void setCompatibility(String subject, String level) {
    transport.put(
        "/config/" + path(subject),
        JsonNodeFactory.instance.objectNode().put("compatibility", level));
  }

  @Override
  public List<String> subjects() {
    List<String> subjects = new ArrayList<>();
    transport.get("/subjects").forEach(subject -> subjects.add(subject.asText()));
    return List.copyOf(subjects);
  }

  private static ObjectNode body(Schema schema) {
    return JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
  }

  private static Schema schema(JsonNode answer, String what) {
    if (!answer.path("schema").isTextual()) {
      throw noRegistrys("schema");
    }
    String type = answer.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw RegistryException.unusable(
          "The schema of " + what + " is " + type + "; only AVRO can be read", null);
    }
    try {
      // Lenient about defaults: another writer's slip there must not make its records unreadable.
      return new Schema.Parser().setValidateDefaults(false).parse(answer.path("schema").asText());
    } catch (AvroRuntimeException | NullPointerException e) {
      // The latter is how Avro's parser ends for a type that nothing defines.
      throw RegistryException.unusable(
          "The registry's schema of " + what + " cannot be parsed: " + e.getMessage(), e);
    }
  }

  private static RegistryException noRegistrys(String field) {
    return RegistryException.refused(
        200, 200, "The registry answered without '" + field + "'. Is the address a registry's?");
  }

  private static int integer(JsonNode answer, String field) {
    JsonNode value = answer.path(field);
    if (!value.isInt()) {
      throw noRegistrys(field);
    }
    return value.intValue();
  }

  private static String path(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
