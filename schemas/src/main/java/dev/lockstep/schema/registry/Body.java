package dev.lockstep.schema.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.List;

/**
 * The body of a call. What other registries keep beside a schema or a level, and this one does not,
 * is refused rather than forgotten: the client would rely on it. Fields that nobody knows are
 * ignored.
 */
record Body(JsonNode json) {

  private static final List<String> NOT_KEPT_WITH_SCHEMAS =
      List.of("metadata", "ruleSet", "schemaTagsToAdd", "schemaTagsToRemove");
  private static final List<String> NOT_KEPT_WITH_LEVELS =
      List.of(
          "alias",
          "normalize",
          "validateFields",
          "validateNames",
          "validateRules",
          "compatibilityGroup",
          "defaultMetadata",
          "overrideMetadata",
          "defaultRuleSet",
          "overrideRuleSet");

  /** The text of an Avro schema. */
  String schema() {
    refuse(NOT_KEPT_WITH_SCHEMAS);
    String type = json.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw RegistryFault.invalidSchema("type " + type + " is not supported, only AVRO");
    }
    if (!json.path("references").isEmpty()) {
      throw RegistryFault.invalidSchema(
          "references are not supported: send the schema with its types inside");
    }
    JsonNode schema = json.path("schema");
    if (!schema.isTextual()) {
      throw RegistryFault.invalidSchema("the body has no text field 'schema'");
    }
    return schema.textValue();
  }

  /** The text of a schema that is to be kept under the next version and the id given here. */
  String newSchema() {
    String schema = schema();
    refuse(List.of("id", "version"));
    return schema;
  }

  CompatibilityLevel level() {
    refuse(NOT_KEPT_WITH_LEVELS);
    String name = name();
    return CompatibilityLevel.parse(name).orElseThrow(() -> RegistryFault.invalidLevel(name));
  }

  /** The level as the client wrote it. */
  String name() {
    return json.path("compatibility").asText();
  }

  private void refuse(List<String> fields) {
    for (String field : fields) {
      JsonNode value = json.path(field);
      // Clients write "none" in many ways: null, {}, [], "", false, and 0 or -1 for an id.
      boolean said =
          value.isContainerNode()
              ? !value.isEmpty()
              : value.isNumber() ? value.asDouble() > 0 : !value.asText("").isEmpty();
      if (said && !value.equals(BooleanNode.FALSE)) {
        throw RegistryFault.notKept(field);
      }
    }
  }
}
