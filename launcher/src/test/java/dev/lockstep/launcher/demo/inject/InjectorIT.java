package dev.lockstep.launcher.demo.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.embedded.mariadb.EmbeddedMariaDb;
import dev.lockstep.embedded.server.Settings;
import dev.lockstep.flow.EndpointType;
import dev.lockstep.launcher.demo.inject.Injection.Stage;
import dev.lockstep.launcher.demo.score.FullComparison;
import dev.lockstep.launcher.demo.score.TableTruth;
import dev.lockstep.launcher.demo.shop.Login;
import dev.lockstep.launcher.demo.shop.ShopAccess;
import dev.lockstep.launcher.demo.shop.ShopLoad;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: what the manifest says is what was done to the target, no less and no more. Method: two
 * shops with the same rows; after the injector a full read of both must find exactly the manifest's
 * real corruptions, and none of the decoys.
 */
class InjectorIT {

  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

  @TempDir static Path directory;
  private static EmbeddedMariaDb source;
  private static EmbeddedMariaDb target;
  private static ShopAccess sourceShop;
  private static ShopAccess targetShop;

  @BeforeAll
  static void openTwoShops() throws Exception {
    source = EmbeddedMariaDb.start(Settings.of(directory.resolve("source"), 1));
    target = EmbeddedMariaDb.start(Settings.of(directory.resolve("target"), 2));
    sourceShop = shop(source);
    targetShop = shop(target);
    ShopLoad.run(sourceShop, NOON);
    ShopLoad.run(targetShop, NOON);
    try (Connection connection = targetShop.connect();
        Statement statement = connection.createStatement()) {
      // A target that the sink has made knows no foreign keys.
      statement.execute("ALTER TABLE orders DROP FOREIGN KEY orders_customer");
      statement.execute("ALTER TABLE order_items DROP FOREIGN KEY items_order");
    }
  }

  @AfterAll
  static void close() {
    source.close();
    target.close();
  }

  @Test
  void whatTheManifestSaysIsWhatAFullReadFindsOverSeveralRuns() throws Exception {
    Path manifests = directory.resolve("manifests");
    assertThat(differences()).isEmpty();
    for (int run = 1; run <= 2; run++) {
      InjectorSettings settings = settings(manifests, "run" + run, 60, run);
      try (InjectorProcess process = InjectorProcess.start(settings)) {
        assertThat(process.awaitEnd(Duration.ofSeconds(60))).isEmpty();
      }
      List<Injection> done = Manifest.read(settings.manifest());
      assertThat(done).allMatch(injection -> injection.stage() == Stage.COMMITTED);
      assertThat(done).filteredOn(injection -> !injection.decoy()).hasSize(60);
      assertThat(done).filteredOn(Injection::decoy).hasSize(30);
      assertThat(done)
          .isSortedAccordingTo((a, b) -> Long.compare(a.committedNanos(), b.committedNanos()));
    }
    List<String> expected =
        Manifest.readOthers(manifests, directory).stream()
            .filter(injection -> !injection.decoy())
            .map(i -> i.table() + " " + i.key() + " " + i.harm() + i.columns())
            .sorted()
            .toList();
    assertThat(expected).doesNotHaveDuplicates().hasSize(120);
    assertThat(differences()).containsExactlyElementsOf(expected);
  }

  @Test
  void endsWhenWhoeverStartedItIsGone() throws Exception {
    InjectorSettings settings = settings(directory.resolve("orphan"), "run", 3, 1);
    InjectorSettings slow =
        new InjectorSettings(
            settings.target(), "lockstep", 3, 1, Duration.ofHours(1), settings.directory(), "slow");
    InjectorProcess process = InjectorProcess.start(slow);
    assertThat(process.isRunning()).isTrue();
    process.hangUp();
    assertThat(process.awaitEnd(Duration.ofSeconds(20)).orElse("")).contains("exit code 3");
  }

  @Test
  void saysWhyItCouldNotStart() throws Exception {
    InjectorSettings settings = settings(directory.resolve("refused"), "run", 3, 1);
    InjectorSettings wrong =
        new InjectorSettings(
            new ShopAccess(settings.target().login().as("admin", "wrong"), "shop"),
            "lockstep",
            3,
            1,
            Duration.ofSeconds(1),
            settings.directory(),
            "run");
    try (InjectorProcess process = InjectorProcess.start(wrong)) {
      assertThat(process.awaitEnd(Duration.ofSeconds(20)).orElse(""))
          .contains("gave up")
          .doesNotContain("wrong");
    }
  }

  private static InjectorSettings settings(Path manifests, String run, int count, long seed) {
    return new InjectorSettings(
        targetShop, "lockstep", count, seed, Duration.ofSeconds(2), manifests, run);
  }

  private static List<String> differences() throws Exception {
    return FullComparison.run(sourceShop, targetShop).stream()
        .flatMap(truth -> truth.differences().stream().map(found -> words(truth, found)))
        .sorted()
        .toList();
  }

  private static String words(TableTruth truth, TableTruth.Difference found) {
    return truth.table() + " " + found.key() + " " + found.harm() + found.columns();
  }

  private static ShopAccess shop(EmbeddedMariaDb server) {
    Login login =
        new Login(
            EndpointType.MARIADB,
            server.host(),
            server.port(),
            EmbeddedMariaDb.ADMIN,
            server.adminPassword());
    // A name that must be quoted, and that no statement holds by chance.
    return new ShopAccess(login, "shop at-night");
  }
}
