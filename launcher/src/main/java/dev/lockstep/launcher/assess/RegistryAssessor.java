package dev.lockstep.launcher.assess;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.config.RegistrySettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Visits the schema registry at each of its addresses. */
final class RegistryAssessor {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  private RegistryAssessor() {}

  static void look(RegistrySettings settings, List<Finding> findings) {
    if (settings.url().startsWith("mock://")) {
      return;
    }
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      for (String url : settings.url().split(",", -1)) {
        visit(http, url.strip(), settings.properties(), findings);
      }
    }
  }

  private static void visit(
      HttpClient http, String url, Map<String, String> properties, List<Finding> findings) {
    String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    String subject = "schema registry at " + withoutCredentials(base);
    try {
      HttpResponse<String> subjects = get(http, base + "/subjects", properties);
      if (subjects.statusCode() == UNAUTHORIZED || subjects.statusCode() == FORBIDDEN) {
        findings.add(
            Finding.wrong(
                subject,
                "It answers %d: the credentials are missing or wrong"
                    .formatted(subjects.statusCode()),
                "Set basic.auth.user.info, or bearer.auth.token, in registry.properties"));
        return;
      }
      if (subjects.statusCode() != 200) {
        findings.add(
            Finding.unreachable(
                subject,
                "It answers %d where a registry lists its subjects"
                    .formatted(subjects.statusCode()),
                "Check registry.url: is it the registry's, with its path?"));
        return;
      }
      level(subject, get(http, base + "/config", properties), findings);
    } catch (IOException | IllegalArgumentException e) {
      findings.add(
          Finding.unreachable(
              subject,
              "It does not answer: " + LockstepException.messageOf(e),
              "Check that it runs and that registry.url is right; ./lockstep registry runs one"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Topics of tables get a level of their own; the catalogue's follow the registry's. */
  private static void level(String subject, HttpResponse<String> answer, List<Finding> findings)
      throws IOException {
    JsonNode config = new ObjectMapper().readTree(answer.body());
    String level = config.path("compatibilityLevel").asText("");
    if (level.equals("NONE")) {
      findings.add(
          Finding.warning(
              subject,
              "Its compatibility level is NONE: a wrong program could register any schema for the topics of facts",
              "Set it to BACKWARD or stricter: PUT /config {\"compatibility\":\"BACKWARD\"}"));
    }
  }

  private static HttpResponse<String> get(
      HttpClient http, String address, Map<String, String> properties)
      throws IOException, InterruptedException {
    URI uri = URI.create(address);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(withoutCredentials(address)))
            .timeout(PATIENCE)
            .header("Accept", "application/vnd.schemaregistry.v1+json, application/json");
    String userInfo = properties.getOrDefault("basic.auth.user.info", "");
    if (userInfo.isEmpty() && uri.getUserInfo() != null) {
      userInfo = uri.getUserInfo();
    }
    String token = properties.getOrDefault("bearer.auth.token", "");
    if (!userInfo.isEmpty()) {
      byte[] credentials = userInfo.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    } else if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String withoutCredentials(String address) {
    return address.replaceFirst("//[^/@]*@", "//");
  }
}
