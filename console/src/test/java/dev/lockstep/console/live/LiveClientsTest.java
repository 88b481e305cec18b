package dev.lockstep.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.console.answer.ReaderStatus;
import dev.lockstep.console.demo.Facts;
import dev.lockstep.console.kind.ConsoleFacts;
import dev.lockstep.console.view.ConsoleView;
import dev.lockstep.console.view.Snapshot;
import dev.lockstep.schema.event.TableKey;
import dev.lockstep.schema.event.VerdictState;
import dev.lockstep.schema.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Goal: a client always ends with what the view holds. Method: fakes for clients and for time. */
class LiveClientsTest {

  private static final Instant NOW = Instant.parse("2026-03-14T09:26:53Z");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ConsoleView view =
      new ConsoleView(List.of(Facts.flow()), ConsoleFacts.ALL, Duration.ofSeconds(60));
  private final LiveClients clients = new LiveClients(this::snapshot);
  private long now = System.nanoTime();

  @Test
  void theFirstMessageIsTheWholeAndTheNextOnlyWhatIsNew() throws Exception {
    view.said(Facts.table("shop.orders", NOW).build());
    view.said(Facts.verdict("v1", "shop.orders", "id=1", NOW).build());
    FakeChannel client = joined("a");
    view.said(Facts.verdict("v2", "shop.orders", "id=2", NOW).build());
    tick();
    assertThat(client.message(0).path("type").asText()).isEqualTo("snapshot");
    assertThat(client.message(0).path("tables")).hasSize(1);
    assertThat(client.message(1).path("type").asText()).isEqualTo("delta");
    assertThat(client.message(1).path("tables")).isEmpty();
    assertThat(client.message(1).path("verdicts").findValuesAsText("id")).containsExactly("v2");
  }

  @Test
  void aSlowClientGetsOneMergedMessageAndHoldsUpNobody() throws Exception {
    FakeChannel slow = joined("slow");
    FakeChannel quick = joined("quick");
    slow.holdsBack = true;
    for (int i = 0; i < 20; i++) {
      view.said(Facts.verdict("v" + i, "shop.orders", "id=" + i, NOW).build());
      tick();
    }
    assertThat(quick.texts).hasSize(21);
    assertThat(slow.texts).hasSize(2);
    slow.finish();
    tick();
    assertThat(slow.message(2).path("verdicts")).hasSize(19);
  }

  @Test
  void aClientThatTakesNothingIsCutOff() {
    FakeChannel stuck = joined("stuck");
    stuck.holdsBack = true;
    view.said(Facts.table("shop.orders", NOW).build());
    tick();
    now = System.nanoTime() + LiveClients.PATIENCE.toNanos() + 1;
    tick();
    assertThat(stuck.disconnected).isTrue();
    assertThat(clients.size()).isZero();
  }

  @Test
  void aQuietPipelineStillGivesASignOfLife() {
    FakeChannel client = joined("a");
    tick();
    assertThat(client.texts).hasSize(1);
    now = System.nanoTime() + LiveClients.HEARTBEAT.toNanos();
    tick();
    assertThat(client.texts).hasSize(2);
  }

  @Test
  void nobodyJoinsBeyondTheBound() {
    for (int i = 0; i < LiveClients.MAX_CLIENTS; i++) {
      joined("c" + i);
    }
    assertThat(clients.join("one more", new FakeChannel())).isFalse();
  }

  @Test
  void aClientOlderThanTheRemovalsGetsTheWholeAgain() throws Exception {
    FakeChannel client = joined("a");
    client.holdsBack = true;
    view.said(Facts.table("shop.orders", NOW).build());
    tick();
    for (int i = 0; i < 4_200; i++) {
      view.said(Facts.table("t" + i + ".x", NOW).build());
      gone("t" + i + ".x");
    }
    client.finish();
    tick();
    assertThat(client.message(2).path("type").asText()).isEqualTo("snapshot");
  }

  @Test
  void deltasAddUpToTheWholeHoweverTheyAreMerged() throws Exception {
    Random random = new Random(42);
    FakeChannel client = joined("a");
    for (int i = 0; i < 400; i++) {
      String id = "v" + random.nextInt(40);
      boolean open = random.nextBoolean();
      view.said(
          Facts.verdict(id, "shop.orders", id, NOW)
              .setRevision(i)
              .setState(open ? VerdictState.OPEN : VerdictState.CLOSED)
              .build());
      if (random.nextInt(5) == 0) {
        view.said(Facts.table("shop.t" + random.nextInt(3), NOW).build());
      }
      if (random.nextInt(9) == 0) {
        gone("shop.t" + random.nextInt(3));
      }
      client.holdsBack = random.nextInt(4) == 0;
      tick();
      if (random.nextInt(3) == 0) {
        client.finish();
      }
    }
    client.holdsBack = false;
    client.finish();
    tick();
    JsonNode whole = JSON.readTree(LiveMessages.since(LiveMessages.NOTHING, snapshot()));
    assertThat(client.openVerdicts()).isEqualTo(FakeChannel.open(whole));
    assertThat(client.tables())
        .isEqualTo(new TreeSet<>(whole.path("tables").findValuesAsText("id")));
  }

  private FakeChannel joined(String id) {
    FakeChannel channel = new FakeChannel();
    assertThat(clients.join(id, channel)).isTrue();
    return channel;
  }

  private void gone(String table) {
    view.ended(Topics.TABLE_STATUS.name(), new TableKey(Facts.FLOW, table));
  }

  private void tick() {
    clients.tick(now);
  }

  private Snapshot snapshot() {
    return view.snapshot(ReaderStatus.STARTING, NOW);
  }

  private static final class FakeChannel implements ClientChannel {
    final List<String> texts = new ArrayList<>();
    private final List<Runnable> pending = new ArrayList<>();
    boolean holdsBack;
    boolean disconnected;

    @Override
    public void send(String text, Runnable whenDone) {
      texts.add(text);
      if (holdsBack) {
        pending.add(whenDone);
      } else {
        whenDone.run();
      }
    }

    @Override
    public void disconnect() {
      disconnected = true;
    }

    void finish() {
      pending.forEach(Runnable::run);
      pending.clear();
    }

    JsonNode message(int index) throws Exception {
      return JSON.readTree(texts.get(index));
    }

    /** What a page would hold of open verdicts after all messages. */
    TreeSet<String> openVerdicts() throws Exception {
      TreeSet<String> open = new TreeSet<>();
      for (String text : texts) {
        for (JsonNode verdict : JSON.readTree(text).path("verdicts")) {
          String id = verdict.path("id").asText();
          boolean ignored = isOpen(verdict) ? open.add(id) : open.remove(id);
        }
      }
      return open;
    }

    TreeSet<String> tables() throws Exception {
      TreeSet<String> tables = new TreeSet<>();
      for (String text : texts) {
        JsonNode message = JSON.readTree(text);
        message.path("removed").path("tables").forEach(id -> tables.remove(id.asText()));
        tables.addAll(message.path("tables").findValuesAsText("id"));
      }
      return tables;
    }

    static TreeSet<String> open(JsonNode whole) {
      TreeSet<String> open = new TreeSet<>();
      for (JsonNode verdict : whole.path("verdicts")) {
        if (isOpen(verdict)) {
          open.add(verdict.path("id").asText());
        }
      }
      return open;
    }

    private static boolean isOpen(JsonNode verdict) {
      return verdict.path("state").asText().equals("OPEN");
    }
  }
}
