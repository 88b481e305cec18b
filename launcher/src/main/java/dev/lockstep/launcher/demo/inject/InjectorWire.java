package dev.lockstep.launcher.demo.inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.flow.EndpointType;
import dev.lockstep.launcher.demo.shop.Login;
import java.nio.file.Path;
import java.time.Duration;

/** Settings as one line of JSON, between the launcher and the injector's process. */
final class InjectorWire {

  private InjectorWire() {}

  static String write(ObjectMapper json, InjectorSettings settings) {
    return json.createObjectNode()
        .put("type", settings.target().type().name())
        .put("host", settings.target().host())
        .put("port", settings.target().port())
        .put("user", settings.target().user())
        .put("password", settings.target().password())
        .put("progressSchema", settings.progressSchema())
        .put("corruptions", settings.corruptions())
        .put("seed", settings.seed())
        .put("overMillis", settings.over().toMillis())
        .put("directory", settings.directory().toString())
        .put("run", settings.run())
        .toString();
  }

  static InjectorSettings read(ObjectMapper json, String line) throws JsonProcessingException {
    JsonNode node = json.readTree(line);
    return new InjectorSettings(
        new Login(
            EndpointType.valueOf(node.path("type").asText()),
            node.path("host").asText(),
            node.path("port").asInt(),
            node.path("user").asText(),
            node.path("password").asText()),
        node.path("progressSchema").asText(),
        node.path("corruptions").asInt(),
        node.path("seed").asLong(),
        Duration.ofMillis(node.path("overMillis").asLong()),
        Path.of(node.path("directory").asText()),
        node.path("run").asText());
  }
}
