package dev.lockstep.launcher.fight.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.launcher.fight.court.Said;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the page's headline every second, whenever the page is there. */
public final class PageEye implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PageEye.class);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("lockstep-fight-eye").factory());
  private final URI page;
  private final Hearing hearing;
  private final Clock clock;

  private PageEye(URI page, Hearing hearing, Clock clock) {
    this.page = page;
    this.hearing = hearing;
    this.clock = clock;
  }

  /** Starts looking. */
  public static PageEye start(int port, Hearing hearing, Clock clock) {
    URI page = URI.create("http://127.0.0.1:" + port + "/api/health");
    PageEye eye = new PageEye(page, hearing, clock);
    eye.timer.scheduleWithFixedDelay(eye::look, 1, 1, TimeUnit.SECONDS);
    return eye;
  }

  private void look() {
    try {
      HttpRequest request = HttpRequest.newBuilder(page).timeout(PATIENCE).build();
      String body = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      JsonNode judgement = json.readTree(body).path("judgement");
      hearing.hear(
          new Said.OfPage(
              clock.instant(),
              judgement.path("level").asText(),
              judgement.path("headline").asText()));
    } catch (IOException e) {
      LOG.debug("The page is away: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    client.close();
  }
}
