package dev.lockstep.console.demo;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.lockstep.console.web.Browser;
import java.nio.file.Path;

/** Pictures of a running console: {@code Shots URL DIRECTORY NAME}. */
public final class Shots {

  private Shots() {}

  public static void main(String[] args) {
    try (Browser browser = Browser.start()) {
      shot(browser, args, "light", 1440, 1000, ColorScheme.LIGHT);
      shot(browser, args, "dark", 1440, 1000, ColorScheme.DARK);
      shot(browser, args, "narrow", 390, 844, ColorScheme.LIGHT);
      shot(browser, args, "tablet", 900, 1000, ColorScheme.DARK);
      browser.complaints().forEach(System.out::println);
    }
  }

  private static void shot(
      Browser browser, String[] args, String kind, int width, int height, ColorScheme scheme) {
    Page page = browser.open(args[0], width, height, scheme);
    page.waitForTimeout(2_500);
    Path file = Path.of(args[1]).resolve(args[2] + "-" + kind + ".png");
    page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
    page.close();
  }
}
