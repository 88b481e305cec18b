package dev.lockstep.schema.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.schema.kafka.Backoff;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP to one of several registries that share their schemas.
 *
 * <p>Every call of the registry is idempotent, so a call is repeated whenever its outcome is
 * unknown (no answer, or a 5xx): first on the other addresses, then in rounds with a pause that
 * doubles. The address that answered last is asked first. Safe for use by many threads. The last
 * error surfaces.
 */
final class RegistryTransport {

  private static final Logger LOG = LoggerFactory.getLogger(RegistryTransport.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";

  private final RegistrySettings settings;
  private final HttpClient http;
  private volatile int preferred;

  RegistryTransport(RegistrySettings settings) {
    this.settings = settings;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.connectTimeout())
            .build();
  }

  JsonNode get(String path) {
    return call("GET", path, null);
  }

  JsonNode post(String path, JsonNode body) {
    return call("POST", path, body.toString());
  }

  JsonNode put(String path, JsonNode body) {
    return call("PUT", path, body.toString());
  }

  private JsonNode call(String method, String path, @Nullable String body) {
    Backoff backoff = new Backoff(settings.retryWait(), settings.retryMaxWait());
    for (int round = 0; ; round++) {
      Duration wait = backoff.after(round + 1);
      try {
        return anyAddress(method, path, body);
      } catch (RegistryException e) {
        if (!e.isUnavailable() || round >= settings.retries()) {
          throw e;
        }
        LOG.debug("{} {} again in {}: {}", method, path, wait, e.getMessage());
      }
      pause(wait);
    }
  }

  private JsonNode anyAddress(String method, String path, @Nullable String body) {
    List<String> urls = settings.urls();
    int first = preferred;
    for (int i = 0; ; i++) {
      int index = (first + i) % urls.size();
      try {
        JsonNode answer = once(urls.get(index), method, path, body);
        preferred = index;
        return answer;
      } catch (RegistryException e) {
        if (!e.isUnavailable() || i == urls.size() - 1) {
          throw e;
        }
      }
    }
  }

  private JsonNode once(String url, String method, String path, @Nullable String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(settings.readTimeout())
            .header("Accept", MEDIA_TYPE + ", application/json")
            .header("Content-Type", MEDIA_TYPE)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    settings.authorization().ifPresent(value -> request.header("Authorization", value));
    try {
      return read(url, path, http.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw RegistryException.unavailable(
          "The schema registry at " + url + " cannot be reached: " + why, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    }
  }

  private static JsonNode read(String url, String path, HttpResponse<String> response) {
    JsonNode answer;
    try {
      answer = JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      answer = JSON.missingNode();
    }
    int status = response.statusCode();
    if (status / 100 == 2 && !answer.isMissingNode()) {
      return answer;
    }
    String said = answer.path("message").asText("no message");
    String message = "The schema registry at " + url + " answered " + status + " to " + path;
    if (status >= 500 || status == 429 || status == 408) {
      throw RegistryException.unavailable(message + ": " + said, null);
    }
    throw RegistryException.refused(
        status, answer.path("error_code").asInt(status), message + ": " + said);
  }

  private static void pause(Duration wait) {
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    }
  }
}
