package dev.lockstep.console.demo;

import static dev.lockstep.console.demo.Facts.difference;

import dev.lockstep.schema.event.AlertState;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.Severity;
import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.schema.event.VerdictKind;
import dev.lockstep.schema.event.VerdictState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** A made-up migration of a shop: right, wrong, loading, refused, reread, behind or empty. */
final class DemoStory {

  private record Shop(String table, long rows, double rate, long lag) {}

  private static final List<Shop> SHOP =
      List.of(
          new Shop("shop.customers", 48_210, 120, 42),
          new Shop("shop.order_items", 1_204_332, 610, 61),
          new Shop("shop.orders", 402_118, 270, 55));

  private final FactBroker broker;
  private final String story;
  private final Random random;
  private long rounds;
  private final long[] confirmed = {0, 0, 0};

  DemoStory(FactBroker broker, String story, long seed) {
    this.broker = broker;
    this.story = story;
    random = new Random(seed);
  }

  /** What happened before anyone looked. */
  void past(Instant now) {
    if (story.equals("empty")) {
      return;
    }
    List<SpecificRecord> facts = new ArrayList<>(components(now));
    for (int second = 330; second > 1; second--) {
      lag(now.minusSeconds(second), facts);
    }
    if (story.equals("wrong")) {
      facts.addAll(verdicts(now));
      facts.addAll(alerts(now));
      facts.add(
          Facts.deadLetter(
              "dl-1",
              "shop.customers",
              "Data too long for column 'nickname' at row 1",
              now.minusSeconds(95)));
    } else if (story.equals("right")) {
      facts.add(closed(now));
      facts.add(
          Facts.alert("a-0", Severity.WARNING, "shop.orders was 64 s behind", now.minusSeconds(230))
              .setState(AlertState.RESOLVED)
              .setResolvedAt(Facts.micros(now.minusSeconds(190)))
              .build());
    }
    broker.say(facts.toArray(SpecificRecord[]::new));
  }

  /** One more round of a running migration. */
  void second(Instant now) {
    if (story.equals("empty")) {
      return;
    }
    List<SpecificRecord> facts = new ArrayList<>(components(now));
    lag(now.minusSeconds(1), facts);
    for (int i = 0; i < SHOP.size(); i++) {
      facts.add(status(i, now));
    }
    broker.say(facts.toArray(SpecificRecord[]::new));
  }

  private void lag(Instant at, List<SpecificRecord> facts) {
    Instant window = Instant.ofEpochSecond(at.getEpochSecond());
    double wave = 1 + 0.35 * Math.sin(at.getEpochSecond() / 23.0);
    for (int i = 0; i < SHOP.size(); i++) {
      Shop shop = SHOP.get(i);
      long changes = Math.round(shop.rate * wave * (0.85 + random.nextDouble() * 0.3));
      long p50 = Math.round(shop.lag * (0.8 + random.nextDouble() * 0.4));
      long p99 = Math.round(p50 * (1.5 + random.nextDouble() * 0.6));
      if (random.nextInt(90) == 0) {
        p99 *= 3;
      }
      confirmed[i] += changes;
      facts.add(Facts.lag(shop.table, window, changes, p50, p99));
    }
  }

  private TableStatus status(int i, Instant now) {
    Shop shop = SHOP.get(i);
    long rows = shop.rows + confirmed[i] / 9;
    String digest = digest(rows);
    TableStatus.Builder status =
        Facts.table(shop.table, now)
            .setSourceRows(rows)
            .setTargetRows(rows)
            .setSourceDigest(digest)
            .setTargetDigest(digest)
            .setInserts(confirmed[i] / 9)
            .setUpdates(confirmed[i] * 7 / 9)
            .setDeletes(confirmed[i] / 9)
            .setConfirmed(confirmed[i])
            .setInFlight(random.nextInt(Math.max(2, (int) shop.rate / 9)))
            .setOldestInFlightAt(Facts.micros(now.minusMillis(40)));
    if (story.equals("wrong") && i > 0) {
      wrong(status, shop, rows, digest);
    } else if (story.equals("loading") && i > 0) {
      status
          .setPhase(i == 1 ? TablePhase.LOADING : TablePhase.WAITING)
          .setTargetRows(i == 1 ? confirmed[i] % rows : 0)
          .setSourceRows(i == 1 ? rows : 0)
          .setTargetDigest(digest(rows + 1))
          .setEqual(false);
    } else if (story.equals("behind")) {
      Instant confirmedTo = Facts.micros(now.minusMillis(Math.max(0, 240_000 - rounds * 900)));
      status.setConfirmedTo(confirmedTo).setOldestInFlightAt(null).setInFlight(0);
    }
    return status.build();
  }

  private static void wrong(TableStatus.Builder status, Shop shop, long rows, String digest) {
    boolean orders = shop.table.equals("shop.orders");
    status
        .setTargetDigest(digest(rows * 31 + digest.hashCode()))
        .setOpenMismatched(orders ? 3 : 0)
        .setOpenMissing(orders ? 1 : 0)
        .setOpenExtra(orders ? 0 : 1)
        .setTargetRows(orders ? rows - 1 : rows + 1)
        .setExplainedRows(orders ? -1 : 1)
        .setEqual(false);
  }

  private static String digest(long seed) {
    Random digits = new Random(seed);
    return "%016x%016x".formatted(digits.nextLong(), digits.nextLong());
  }

  private List<SpecificRecord> components(Instant now) {
    rounds++;
    List<SpecificRecord> all =
        new ArrayList<>(Facts.captured(now, SHOP.stream().map(Shop::table).toArray(String[]::new)));
    all.add(Facts.component("sink", Facts.FLOW, "", ComponentState.RUNNING, now).build());
    SHOP.forEach(
        shop ->
            all.add(
                Facts.component("sink", Facts.FLOW, shop.table, ComponentState.RUNNING, now)
                    .build()));
    switch (story) {
      case "loading" -> all.add(reading(Facts.SOURCE, "", 1_650_000, null, now));
      case "reread" ->
          all.add(
              reading(
                  Facts.SOURCE,
                  "shop.orders",
                  402_118,
                  "ALTER TABLE shop.orders ADD COLUMN channel ENUM(...) DEFAULT (0+0)",
                  now));
      case "behind" ->
          all.add(
              Facts.capture(Facts.SOURCE, now)
                  .setBehindMillis(Math.max(0, 240_000 - rounds * 900))
                  .setRatePerSecond(5_120.0)
                  .setRemainingMillis(Math.max(0, 130_000 - rounds * 500))
                  .build());
      case "refused", "wrong" -> all.add(refused(now));
      default -> {
        // Nothing but what runs.
      }
    }
    return all;
  }

  private SpecificRecord reading(
      String endpoint, String table, long total, @Nullable String reason, Instant now) {
    long done = Math.min(total, rounds * 9_300);
    return Facts.component("producers", endpoint, table, ComponentState.SNAPSHOT, now)
        .setMessage(reason)
        .setDone(done)
        .setTotal(total)
        .setRatePerSecond(18_600.0)
        .setRemainingMillis((total - done) * 1_000 / 18_600)
        .build();
  }

  private static SpecificRecord refused(Instant now) {
    return Facts.component("producers", Facts.SOURCE, "shop.audit", ComponentState.REFUSED, now)
        .setMessage("it has no primary key, so its rows cannot be told apart")
        .setRemedy("Give it a primary key, or leave it out with tables.exclude: shop.audit")
        .build();
  }

  private static SpecificRecord closed(Instant now) {
    return Facts.verdict("v-0", "shop.orders", "id=391204", now.minusSeconds(140))
        .setState(VerdictState.CLOSED)
        .setRevision(2)
        .setColumns(List.of(difference("total", "219.90", "219.91")))
        .setClosedAt(Facts.micros(now.minusSeconds(131)))
        .build();
  }

  private static List<SpecificRecord> verdicts(Instant now) {
    return List.of(
        Facts.verdict("v-1", "shop.orders", "id=400173", now.minusSeconds(8)).build(),
        Facts.verdict("v-2", "shop.orders", "id=398021", now.minusSeconds(31))
            .setColumns(
                List.of(
                    difference(
                        "changed_at", "2026-03-14T09:26:53.589793", "2026-03-14T09:26:53.589792"),
                    difference("note", null, "call back")))
            .build(),
        Facts.verdict("v-3", "shop.orders", "id=77,line=2", now.minusSeconds(64))
            .setColumns(
                List.of(
                    difference("email", "Ada.Lovelace@example.org", "ada.lovelace@example.org")))
            .build(),
        Facts.verdict("v-4", "shop.orders", "id=400009", now.minusSeconds(71))
            .setKind(VerdictKind.MISSING_ON_TARGET)
            .setColumns(List.of())
            .build(),
        Facts.verdict("v-5", "shop.order_items", "id=-7", now.minusSeconds(72))
            .setKind(VerdictKind.EXTRA_ON_TARGET)
            .setColumns(List.of())
            .build(),
        closed(now));
  }

  private static List<SpecificRecord> alerts(Instant now) {
    return List.of(
        Facts.alert("a-1", Severity.CRITICAL, "3 rows of shop.orders differ", now.minusSeconds(64))
            .setCount(3)
            .setDetail("The newest: id=400173, column status")
            .setRemedy("Look at the verdicts; find who else writes to the target")
            .build(),
        Facts.alert(
                "a-2", Severity.WARNING, "A change was refused by the target", now.minusSeconds(95))
            .setCode("dead-letter")
            .setDetail("shop.customers id=1: Data too long for column 'nickname' at row 1")
            .setRemedy("Widen the column on the target, then replay the dead letter")
            .build(),
        Facts.alert("a-3", Severity.INFO, "Capture of shop resumed", now.minusSeconds(300))
            .setCode("capture")
            .setState(AlertState.RESOLVED)
            .setResolvedAt(Facts.micros(now.minusSeconds(299)))
            .build());
  }
}
