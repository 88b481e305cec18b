package dev.lockstep.launcher.demo.inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.SslMode;
import dev.lockstep.launcher.demo.shop.Login;
import dev.lockstep.launcher.demo.shop.ShopAccess;
import java.nio.file.Path;
import java.time.Duration;

/** Settings as one line of JSON, between the launcher and the injector's process. */
final class InjectorWire {

  private InjectorWire() {}

  static String write(ObjectMapper json, InjectorSettings settings) {
    Login login = settings.target().login();
    return json.createObjectNode()
        .put("type", login.type().name())
        .put("host", login.host())
        .put("port", login.port())
        .put("user", login.user())
        .put("password", login.password())
        .put("ssl", login.ssl().name())
        .put("schema", settings.target().schema())
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
        new ShopAccess(
            new Login(
                EndpointType.valueOf(node.path("type").asText()),
                node.path("host").asText(),
                node.path("port").asInt(),
                node.path("user").asText(),
                node.path("password").asText(),
                SslMode.valueOf(node.path("ssl").asText())),
            node.path("schema").asText()),
        node.path("progressSchema").asText(),
        node.path("corruptions").asInt(),
        node.path("seed").asLong(),
        Duration.ofMillis(node.path("overMillis").asLong()),
        Path.of(node.path("directory").asText()),
        node.path("run").asText());
  }
}
