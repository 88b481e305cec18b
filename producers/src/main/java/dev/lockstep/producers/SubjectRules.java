package dev.lockstep.producers;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells the registry that the subjects of a change topic follow the table, whatever is done to it:
 * a column that becomes NOT NULL is no compatible change, and still it happened. Each subject once.
 */
final class SubjectRules {

  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final String urls;
  private final String userInfo;
  private final Set<String> done = ConcurrentHashMap.newKeySet();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  SubjectRules(Map<String, Object> codec) {
    urls = String.valueOf(codec.get("schema.registry.url"));
    userInfo = String.valueOf(codec.getOrDefault("basic.auth.user.info", ""));
  }

  void allowAnyChange(String topic) {
    if (urls.startsWith("mock://")) {
      return;
    }
    for (String subject : new String[] {topic + "-key", topic + "-value"}) {
      if (!done.contains(subject)) {
        put(subject);
        done.add(subject);
      }
    }
  }

  private void put(String subject) {
    String problem = "";
    for (String url : urls.split(",")) {
      try {
        HttpResponse<String> answer =
            http.send(request(url.trim(), subject), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 == 2) {
          return;
        }
        problem = "status " + answer.statusCode();
      } catch (IOException e) {
        problem = LockstepException.messageOf(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        problem = "interrupted";
      }
    }
    throw new LockstepException(
        Category.EXTERNAL,
        "The schema registry at %s did not accept the compatibility of subject %s: %s"
            .formatted(urls, subject, problem),
        "Check registry.url and that the registry may be written.");
  }

  private HttpRequest request(String url, String subject) {
    String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    String path = URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + "/config/" + path))
            .timeout(TIMEOUT)
            .header("Content-Type", CONTENT_TYPE)
            .PUT(HttpRequest.BodyPublishers.ofString("{\"compatibility\":\"NONE\"}"));
    if (!userInfo.isEmpty()) {
      byte[] credentials = userInfo.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    }
    return request.build();
  }
}
