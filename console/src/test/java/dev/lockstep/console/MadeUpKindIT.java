package dev.lockstep.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.options.ColorScheme;
import dev.lockstep.console.demo.FactBroker;
import dev.lockstep.console.demo.Facts;
import dev.lockstep.console.fact.FactFilter;
import dev.lockstep.console.fact.FactRoute;
import dev.lockstep.console.fact.FactTopic;
import dev.lockstep.console.fact.ListKind;
import dev.lockstep.console.json.JsonText;
import dev.lockstep.console.kind.ConsoleFacts;
import dev.lockstep.console.web.Browser;
import dev.lockstep.console.web.Page;
import dev.lockstep.schema.event.Reread;
import dev.lockstep.schema.event.RereadKey;
import dev.lockstep.schema.topic.Topics;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a new kind of fact is one class in one list, and a new page one line and one element.
 * Method: a kind and a page that the console does not have are added here and in no other place,
 * and looked for wherever facts are told.
 */
class MadeUpKindIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  /** Requests to read a table anew: on a topic that the console does not read. */
  private record RereadFacts(int mostOpen) implements ListKind<Reread> {

    @Override
    public String name() {
      return "rereads";
    }

    @Override
    public Class<Reread> type() {
      return Reread.class;
    }

    @Override
    public List<FactTopic> topics() {
      return List.of(FactTopic.whole(Topics.REREADS));
    }

    @Override
    public String id(Reread fact) {
      return fact.getId();
    }

    @Override
    public void fields(JsonText json, Reread fact) throws IOException {
      json.field("reason", fact.getReason()).field("requestedAt", fact.getRequestedAt());
    }

    @Override
    public Optional<FactRoute<Reread>> route() {
      return Optional.of(
          new FactRoute<>(
              "/api/rereads",
              "rereads",
              List.of(new FactFilter.Text<>("reason", Reread::getReason)),
              Reread::getRequestedAt,
              false));
    }
  }

  @TempDir static Path directory;
  private static FactBroker broker;
  private static ConsoleService console;
  private static ConsoleClient client;

  @BeforeAll
  static void start() {
    broker = FactBroker.start(directory);
    broker.makeTopics();
    console =
        ConsoleService.start(
            broker.config(),
            Clock.systemUTC(),
            ConsoleFacts.ALL.and(new RereadFacts(2)),
            List.of(Page.ALL.getFirst(), new Page("/rereads", "Read anew", "made-up")));
    client = new ConsoleClient(console.port());
  }

  @AfterAll
  static void stop() {
    console.close();
    broker.close();
  }

  @Test
  void isServedKeptWithinItsBoundAndSentAsItChanges() {
    Instant now = Instant.now();
    List<JsonNode> messages = new CopyOnWriteArrayList<>();
    WebSocket socket = client.socket(messages);
    say("r-1", "first", now.minusSeconds(2));
    say("r-2", "second", now.minusSeconds(1));
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(client.ids("/api/rereads", "rereads")).containsExactly("r-2", "r-1"));
    assertThat(client.ids("/api/rereads?reason=first", "rereads")).containsExactly("r-1");
    assertThat(client.ids("/api/rereads?limit=1", "rereads")).containsExactly("r-2");
    assertThat(client.json("/api/rereads").at("/rereads/1/reason").asText()).isEqualTo("first");
    await().atMost(SOON).until(() -> told(messages).contains("r-2"));

    say("r-3", "third", now);
    await().atMost(SOON).until(() -> told(messages).contains("r-3"));
    assertThat(client.ids("/api/rereads", "rereads")).containsExactly("r-3", "r-2");
    assertThat(messages)
        .anyMatch(message -> message.at("/removed/rereads/0").asText().equals("r-1"));
    socket.abort();

    List<JsonNode> late = new CopyOnWriteArrayList<>();
    WebSocket second = client.socket(late);
    await().atMost(SOON).until(() -> !late.isEmpty());
    assertThat(late.getFirst().path("rereads").findValuesAsText("id"))
        .containsExactly("r-2", "r-3");
    second.abort();
  }

  @Test
  void isLinkedAtTheFootOfEveryPage() {
    String link = "href=\"/api/rereads\">rereads</a>";
    assertThat(client.get("/").body()).contains("<title>Lockstep</title>", "<ls-overview>", link);
    assertThat(client.get("/rereads").body())
        .contains("<title>Read anew</title>", "<ls-made-up>", link);
  }

  @Test
  void isDrawnByItsElementOnAPageOfItsOwn() {
    boolean installed = Browser.installed().isPresent();
    if (!installed) {
      System.err.println("NOT RUN: the made-up page of MadeUpKindIT needs Chromium");
    }
    assumeTrue(installed, "Chromium is not installed: the page was not tested");
    say("r-4", "asked for by a person", Instant.now());
    try (Browser browser = Browser.start()) {
      com.microsoft.playwright.Page page =
          browser.open(console.url() + "rereads", 900, 700, ColorScheme.LIGHT);
      assertThat(page.locator("ls-made-up li[data-id='r-4']")).hasText("asked for by a person");
      assertThat(page.locator(".live")).containsText("Live");
      assertThat(browser.complaints()).isEmpty();
    }
  }

  private static void say(String id, String reason, Instant at) {
    broker.say(
        Topics.REREADS.name(),
        new RereadKey(Facts.SOURCE, "shop." + id),
        Reread.newBuilder().setId(id).setReason(reason).setRequestedAt(Facts.micros(at)).build());
  }

  private static List<String> told(List<JsonNode> messages) {
    return messages.stream()
        .flatMap(message -> message.path("rereads").findValuesAsText("id").stream())
        .toList();
  }
}
