package dev.lockstep.launcher.demo.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * What the page says, asked of it as a script would: the one answer that a user acts on is audited
 * like every other claim.
 *
 * @param inLockstep whether it is green
 * @param headline its sentence
 * @param claim up to when that is meant, as a sentence; empty when nothing is claimed
 */
public record PageAnswer(boolean inLockstep, String headline, String claim) {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Asks the console at an address. */
  public static PageAnswer of(URI console) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(console.resolve("/api/judgement")).timeout(PATIENCE).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return parse(answer.body());
    } catch (IOException e) {
      return new PageAnswer(false, "The page did not answer: " + e.getMessage(), "");
    }
  }

  static PageAnswer parse(String body) throws IOException {
    JsonNode judgement = new ObjectMapper().readTree(body).path("judgement");
    return new PageAnswer(
        judgement.path("inLockstep").asBoolean(),
        judgement.path("headline").asText(),
        judgement.path("claim").asText(""));
  }

  /** For people. */
  public String prose() {
    return claim.isEmpty() || claim.equals("null") ? headline : headline + ". " + claim;
  }
}
