package dev.lockstep.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: whoever opens the page sees the migration move and a damaged row turn up. Method: the whole
 * pipeline as a process of its own, and a browser on its page. With {@code
 * -Dlockstep.screenshot=FILE} the picture of README is taken, after a while so that the charts have
 * something to show.
 */
class ConsoleBrowserIT {

  private static final Pattern PAGE = Pattern.compile("The page: (http://\\S+)");
  private static final Duration STARTED = Duration.ofMinutes(3);
  private static final double SEEN_MILLIS = 90_000;
  private static final Optional<String> SCREENSHOT =
      Optional.ofNullable(System.getProperty("lockstep.screenshot"));

  @TempDir Path directory;

  @BeforeAll
  static void needsABrowser() {
    boolean installed = Chromium.installed().isPresent();
    if (!installed) {
      System.err.println(
          "NOT RUN: ConsoleBrowserIT needs Chromium:"
              + " apt-get install -y --no-install-recommends chromium");
    }
    assumeTrue(installed, "Chromium is not installed: nobody looked at the page");
  }

  @Test
  void numbersMoveAndACorruptionAppears() throws Exception {
    try (CommandLine up = up();
        Chromium chromium = Chromium.start()) {
      up.awaitWords("The page: ", STARTED);
      List<String> complaints = new ArrayList<>();
      Page page = chromium.page(1440, 1000);
      page.onPageError(complaints::add);
      page.navigate(address(up));

      confirmedRises(page);
      allTablesAreThere(page);
      aWrongRowAppears(page);
      assertThat(complaints).isEmpty();
      SCREENSHOT.ifPresent(file -> picture(page, Path.of(file)));
    }
  }

  private CommandLine up() {
    return CommandLine.start(
        directory.resolve("output"),
        "up",
        "--data",
        directory.resolve("data").toString(),
        "--port",
        "0",
        "--rate",
        "300",
        "--corrupt",
        "10",
        "--seed",
        "20260302",
        "--for",
        "120s");
  }

  private static String address(CommandLine up) {
    Matcher matcher = PAGE.matcher(up.said());
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private static void confirmedRises(Page page) {
    Locator row = page.locator("tr[data-table='shop.orders']");
    assertThat(row).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(SEEN_MILLIS));
    Locator confirmed = row.locator("td[data-label='Confirmed']");
    String before = confirmed.innerText();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> number(confirmed.innerText()) > number(before));
  }

  private static void allTablesAreThere(Page page) {
    for (String table : List.of("shop.customers", "shop.orders", "shop.order_items")) {
      assertThat(page.locator("tr[data-table='" + table + "']")).isVisible();
    }
  }

  private static void aWrongRowAppears(Page page) {
    Locator verdict = page.locator("ls-verdicts li[data-state='OPEN']").first();
    assertThat(verdict).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(SEEN_MILLIS));
    assertThat(page.locator("ls-verdict-line .line")).hasAttribute("data-level", "WRONG");
    assertThat(page.locator("ls-verdict-line .line")).containsText("wrong in");
  }

  private static void picture(Page page, Path file) {
    page.waitForTimeout(60_000);
    page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
  }

  private static long number(String text) {
    return Long.parseLong(text.replaceAll("\\D", ""));
  }
}
