package dev.lockstep.console.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.lockstep.console.ConsoleService;
import dev.lockstep.console.demo.FactBroker;
import dev.lockstep.console.demo.Facts;
import dev.lockstep.schema.event.ComponentKey;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.Severity;
import dev.lockstep.schema.event.TableKey;
import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.schema.event.VerdictState;
import dev.lockstep.schema.topic.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: the page says what the topics say, to anyone, and runs nothing that comes from data.
 * Method: a real broker, the real console, headless Chromium.
 */
class ConsolePageIT {

  private static final String EVIL = "<img src=x onerror=\"window.hurt=1\">";

  @TempDir static Path directory;
  private static FactBroker broker;
  private static ConsoleService console;
  private static Browser browser;

  @BeforeAll
  static void start() {
    boolean installed = Browser.installed().isPresent();
    if (!installed) {
      System.err.println(
          "NOT RUN: ConsolePageIT needs Chromium; apt-get install --no-install-recommends chromium");
    }
    assumeTrue(installed, "Chromium is not installed: the page was not tested");
    broker = FactBroker.start(directory);
    broker.makeTopics();
    console = ConsoleService.start(broker.config(), Clock.systemUTC());
    browser = Browser.start();
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      browser.close();
      console.close();
      broker.close();
    }
  }

  @Test
  void theFormattingAndTheDifferenceAreRight() {
    Page page = open();
    Object failures =
        page.evaluate(
            """
            async () => {
              const f = await import("/app/format.js");
              const d = await import("/app/diff.js");
              const s = await import("/app/series.js");
              const failures = [];
              const same = (what, got, want) => {
                if (JSON.stringify(got) !== JSON.stringify(want)) {
                  failures.push(`${what}: ${JSON.stringify(got)} is not ${JSON.stringify(want)}`);
                }
              };
              const marked = (a, b) => d.partsOf(a, b).filter((p) => p.kind !== "same");
              same("ms", f.duration(80), "80 ms");
              same("s", f.duration(1500), "1.5 s");
              same("min", f.duration(125000), "2 min 5 s");
              same("signed", f.signed(-2), "−2");
              same("ago", [f.ago(0, 7400), f.ago(0, 400)], ["7 s ago", "just now"]);
              same("number", f.number(1204332), "1,204,332");
              same("trailing space", marked("paid ", "paid"), [{ text: "␣", kind: "unseen" }]);
              same("nothing on the other side", marked("paid", "paid "), []);
              same("case", marked("Ada.Lovelace", "ada.lovelace").map((p) => p.text), ["A", "L"]);
              same("digit", marked("219.91", "219.90"), [{ text: "1", kind: "changed" }]);
              same("zero width", marked("a\\u200bb", "ab"), [{ text: "U+200B", kind: "unseen" }]);
              same("combining", marked("e\\u0301", "\\u00e9").map((p) => p.text), ["e", "U+0301"]);
              same("wholly other", marked("shipped", "cancelled").length, 1);
              same("long", d.partsOf("x".repeat(500) + "a", "x".repeat(500) + "b").map((p) => p.kind),
                ["cut", "same", "changed"]);
              for (const value of ["", " ", "a\\tb", "日本語", "x".repeat(2000)]) {
                const text = d.partsOf(value, null).map((p) => p.text).join("");
                if (value.length < 300 && !/\\t/.test(value)) same("kept", text, value);
              }
              const gap = s.lagData([
                { start: 0, millis: 1000, changes: 1, p99: 5 },
                { start: 60000, millis: 1000, changes: 1, p99: 6 },
              ]);
              same("gap", gap.map((p) => p[1]), [5, null, 6]);
              const pace = s.paceData([0, 1000, 2000, 3000, 30000].map((start, i) =>
                ({ start, millis: 1000, changes: [300, 0, 600, 300, 90][i] })));
              same("pace", pace.map((p) => p[1]), [300, 150, 300, 300, 0, 0, 90]);
              return failures;
            }
            """);
    assertThat((List<?>) failures).isEmpty();
  }

  @Test
  void numbersMoveAndACorruptionAppearsAndCloses() {
    Instant now = Instant.now();
    broker.say(orders(now).build(), Facts.lag("shop.orders", now.minusSeconds(1), 100, 40, 80));
    broker.say(Facts.captured(now, "shop.orders").toArray(SpecificRecord[]::new));
    Page page = open();
    Locator line = page.locator("ls-verdict-line .line");
    assertThat(line).containsText("In lockstep: 1 table equal");
    Locator row = page.locator("tr[data-table='shop.orders']");
    assertThat(row).containsText("1,000");
    broker.say(orders(now).setSourceRows(2_345).setTargetRows(2_345).build());
    assertThat(row).containsText("2,345");

    broker.say(
        Facts.verdict("v-page", "shop.orders", "id=42", now).build(),
        orders(now).setEqual(false).setOpenMismatched(1).setTargetDigest("f".repeat(32)).build());
    assertThat(line).containsText("1 row is wrong in shop.orders");
    Locator verdict = page.locator("li[data-key='id=42']");
    assertThat(verdict).containsText("differs");
    assertThat(verdict.locator(".unseen")).hasText("␣");
    assertThat(row).containsText("≠");

    broker.say(
        Facts.verdict("v-page", "shop.orders", "id=42", now)
            .setState(VerdictState.CLOSED)
            .setRevision(2)
            .setClosedAt(Facts.micros(now.plusSeconds(3)))
            .build(),
        orders(now).build());
    assertThat(line).containsText("In lockstep");
    assertThat(verdict).hasCount(0);
    page.locator("ls-verdicts button", new Page.LocatorOptions().setHasText("All")).click();
    assertThat(verdict).containsText("right again");
    page.close();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aRefusedTableIsShownAsRefusedWithWhatToDo() {
    Instant now = Instant.now();
    broker.say(
        Facts.component("producers", Facts.SOURCE, "zoo.boo2", ComponentState.REFUSED, now)
            .setMessage("type boolean is not understood")
            .setRemedy("Leave it out with tables.exclude")
            .build(),
        Facts.table("zoo.boo2", now).setPhase(TablePhase.WAITING).setEqual(true).build());
    Page page = open();
    Locator row = page.locator("tr[data-table='zoo.boo2']");
    assertThat(row).hasAttribute("data-state", "REFUSED");
    assertThat(row).containsText("type boolean is not understood");
    assertThat(row).containsText("What to do: Leave it out with tables.exclude");
    assertThat(row).not().containsText("copying");
    assertThat(row).not().containsText("both sides");
    assertThat(page.locator("ls-verdict-line .line")).containsText("zoo.boo2 is refused");
    page.close();
    forget("zoo.boo2");
  }

  @Test
  void progressOfAReReadIsTheCapturesAndOldFiguresAreMarked() {
    Instant now = Instant.now();
    broker.say(
        Facts.component("producers", Facts.SOURCE, "zoo.big", ComponentState.SNAPSHOT, now)
            .setMessage("ALTER TABLE changed rows")
            .setDone(170_000)
            .setTotal(507_000)
            .setRatePerSecond(8_000.0)
            .setRemainingMillis(42_000L)
            .build(),
        Facts.table("zoo.big", now.minusSeconds(40))
            .setSourceRows(507_000)
            .setTargetRows(506_999)
            .build());
    Page page = open();
    Locator row = page.locator("tr[data-table='zoo.big']");
    assertThat(row).hasAttribute("data-state", "REREAD");
    assertThat(row).containsText("170,000 of about 507,000 rows, 8,000 a second, about 42 s left");
    assertThat(row).containsText("ALTER TABLE changed rows");
    assertThat(row).not().containsText("99 %");
    assertThat(row).containsText("figures of");
    page.close();
    forget("zoo.big");
  }

  @Test
  void equalSaysAsOfWhenAndACaptureThatIsFarBehindIsNamed() {
    Instant now = Instant.now();
    broker.say(
        orders(now).build(),
        Facts.capture(Facts.TARGET, now).build(),
        Facts.capture(Facts.SOURCE, now).setBehindMillis(240_000L).build(),
        Facts.component("producers", Facts.SOURCE, "shop.orders", ComponentState.RUNNING, now)
            .build());
    Page page = open();
    assertThat(page.locator("ls-verdict-line .line"))
        .containsText("the capture of shop is 4 min 0 s behind the end of its log");
    assertThat(page.locator("ls-verdict-line .claim")).containsText("equal as of");
    assertThat(page.locator("ls-verdict-line .claim")).containsText(Facts.POSITION);
    assertThat(page.locator("ls-components")).containsText("4 min 0 s behind the end of its log");
    page.close();
    broker.say(Facts.capture(Facts.SOURCE, now).build());
  }

  private static void forget(String table) {
    broker.forget(Topics.TABLE_STATUS.name(), new TableKey(Facts.FLOW, table));
    broker.forget(
        Topics.COMPONENT_STATUS.name(), new ComponentKey("producers", Facts.SOURCE, table));
  }

  @Test
  void valuesFromDatabasesStayText() {
    Instant now = Instant.now();
    broker.say(
        Facts.table("shop." + EVIL, now).setEqual(false).setOpenMismatched(1).build(),
        Facts.lag("shop." + EVIL, now.minusSeconds(1), 10, 1, 2),
        Facts.verdict("v-evil", "shop." + EVIL, "k=" + EVIL, now)
            .setColumns(List.of(Facts.difference(EVIL, EVIL, "</script><svg/onload=hurt=1>")))
            .build(),
        Facts.alert("a-evil", Severity.CRITICAL, EVIL, now).setDetail(EVIL).build());
    Page page = open();
    assertThat(page.locator("li[data-kind='MISMATCHED']").first()).containsText("onerror");
    assertThat(page.locator("ls-alerts li").first()).containsText("onerror");
    page.locator("ls-charts .plot").first().hover();
    page.waitForTimeout(500);
    assertThat(page.evaluate("() => window.hurt")).isNull();
    assertThat(page.locator("img[src=x]")).hasCount(0);
    page.close();
    broker.forget(Topics.TABLE_STATUS.name(), new TableKey(Facts.FLOW, "shop." + EVIL));
  }

  @Test
  void saysThatTheConsoleIsGone() {
    try (ConsoleService second = ConsoleService.start(broker.config(), Clock.systemUTC())) {
      Page other = browser.open(second.url(), 1000, 800, ColorScheme.LIGHT);
      assertThat(other.locator("[role=alert]")).hasCount(0);
      assertThat(other.locator(".live")).containsText("Live");
      second.close();
      assertThat(other.locator("[role=alert]")).containsText("Connection to the console lost");
      assertThat(other.locator(".live")).containsText("Not connected");
      other.close();
    }
    browser.complaints().clear();
  }

  private static TableStatus.Builder orders(Instant now) {
    return Facts.table("shop.orders", now);
  }

  private static Page open() {
    browser.complaints().clear();
    Page page = browser.open(console.url(), 1200, 900, ColorScheme.LIGHT);
    assertThat(page.locator("ls-verdict-line .line")).isVisible();
    return page;
  }
}
