package dev.lockstep.launcher.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.embedded.mariadb.EmbeddedMariaDb;
import dev.lockstep.embedded.server.Settings;
import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.flow.Secret;
import dev.lockstep.flow.SslMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: at a server of the user's nothing is made before all was looked at, nothing of others is
 * taken over, and all that was made goes when asked. Method: two servers that are somebody else's.
 */
class TenancyIT {

  @TempDir static Path servers;
  private static EmbeddedMariaDb one;
  private static EmbeddedMariaDb two;

  @TempDir Path directory;
  private final List<String> said = new ArrayList<>();

  @BeforeAll
  static void start() {
    one = EmbeddedMariaDb.start(Settings.of(servers.resolve("one"), 31));
    two = EmbeddedMariaDb.start(Settings.of(servers.resolve("two"), 32));
  }

  @AfterAll
  static void stop() {
    one.close();
    two.close();
  }

  @BeforeEach
  void hasOtherTenants() throws Exception {
    for (EmbeddedMariaDb server : List.of(one, two)) {
      execute(
          server, "CREATE DATABASE IF NOT EXISTS shop", "CREATE DATABASE IF NOT EXISTS lockstep");
    }
  }

  @AfterEach
  void leavesOtherTenantsAlone() throws Exception {
    for (EmbeddedMariaDb server : List.of(one, two)) {
      assertThat(schemas(server)).contains("shop", "lockstep");
    }
  }

  @Test
  void makesWhatItNeedsAndDropsItWhenAsked() throws Exception {
    Tenancy tenancy = both();
    Schemas schemas = tenancy.schemas();
    assertThat(schemas.shop()).matches("lockstep_shop_[0-9a-f]{8}");
    assertThat(schemas.progress()).matches("lockstep_[0-9a-f]{8}");
    tenancy.check(true);
    assertThat(schemas(one)).doesNotContain(schemas.shop());
    assertThat(tenancy.hasLeft()).isFalse();

    tenancy.make();
    assertThat(schemas(one)).contains(schemas.shop()).doesNotContain(schemas.progress());
    assertThat(schemas(two)).contains(schemas.shop(), schemas.progress());
    assertThat(String.join("\n", tenancy.left()))
        .contains("DROP DATABASE IF EXISTS `" + schemas.shop() + "`;", "`" + schemas.progress());

    Tenancy next = both();
    assertThat(next.schemas()).isEqualTo(schemas);
    next.check(false);
    next.make();
    next.drop();
    assertThat(schemas(one)).doesNotContain(schemas.shop());
    assertThat(schemas(two)).doesNotContain(schemas.shop(), schemas.progress());
    assertThat(next.left()).isEmpty();
    requireRefused(both(), "was dropped", "--data DIR");
  }

  @Test
  void anotherDirectoryHasOtherNames() {
    Tenancy first = both();
    Tenancy other = Tenancy.of(directory.resolve("other"), admin(one), admin(two), said::add);
    assertThat(other.schemas().shop()).isNotEqualTo(first.schemas().shop());
  }

  @Test
  void aSchemaThatItHasNotMadeIsRefusedAndStays() throws Exception {
    Tenancy tenancy = both();
    String name = tenancy.schemas().progress();
    execute(two, "CREATE DATABASE " + name);
    requireRefused(tenancy, name, "--data DIR");
    assertThatThrownBy(tenancy::make).hasMessageContaining("has not made");
    assertThat(tenancy.hasLeft()).isFalse();
    assertThat(schemas(one)).doesNotContain(tenancy.schemas().shop());
    assertThat(schemas(two)).contains(name).doesNotContain(tenancy.schemas().shop());
    execute(two, "DROP DATABASE " + name);
  }

  @Test
  void goesOnAfterACrashWhileItWasMaking() throws Exception {
    Tenancy tenancy = both();
    tenancy.check(false);
    Memory.of(memory()).become(Memory.State.MAKING);
    execute(two, "CREATE DATABASE " + tenancy.schemas().shop());
    Tenancy next = both();
    next.check(false);
    next.make();
    assertThat(schemas(one)).contains(next.schemas().shop());
    assertThat(schemas(two)).contains(next.schemas().shop(), next.schemas().progress());
    next.drop();
  }

  @Test
  void whatIsMissingIsNotMadeAgain() throws Exception {
    Tenancy tenancy = both();
    tenancy.make();
    execute(one, "DROP DATABASE " + tenancy.schemas().shop());
    requireRefused(both(), "no schema " + tenancy.schemas().shop(), "--data DIR");
    both().drop();
    assertThat(schemas(two)).doesNotContain(tenancy.schemas().shop());
  }

  @Test
  void oneServerByTwoNamesIsRefused() {
    Side alias = given(one, "localhost", one.adminUser(), one.adminPassword());
    requireRefused(
        Tenancy.of(memory(), admin(one), alias, said::add), "the same server", "Give two");
  }

  @Test
  void everythingThatIsWrongIsToldWithTheStatementBeforeAnythingIsMade() throws Exception {
    execute(
        two,
        "CREATE OR REPLACE USER poor@'%' IDENTIFIED BY 'poor-9'",
        "SET GLOBAL binlog_row_image = MINIMAL");
    try {
      Side poor = given(two, two.host(), "poor", "poor-9");
      Tenancy tenancy = Tenancy.of(memory(), admin(one), poor, said::add);
      String shop = tenancy.schemas().shop();
      requireRefused(
          tenancy,
          "binlog_row_image is MINIMAL",
          "SET GLOBAL binlog_row_image=FULL",
          "GRANT REPLICATION SLAVE ON *.* TO 'poor'@'%';",
          "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER ON `" + shop + "`.* TO 'poor'@'%';");
      assertThatThrownBy(() -> Tenancy.of(memory(), admin(one), poor, said::add).check(true))
          .satisfies(
              e ->
                  assertThat(((LockstepException) e).remedy()).contains("ALTER, DROP ON `" + shop));
      assertThat(schemas(one)).doesNotContain(shop);
    } finally {
      execute(two, "SET GLOBAL binlog_row_image = FULL", "DROP USER poor@'%'");
    }
  }

  @Test
  void saysWhetherItIsTheServerOrTheAccount() {
    Side nobody = given(two, two.host(), "nobody", "guess-7");
    assertThatThrownBy(() -> Tenancy.of(memory(), admin(one), nobody, said::add).check(false))
        .hasMessageContaining("nobody")
        .hasMessageNotContaining("guess-7")
        .satisfies(e -> requireCategory(e, Category.CONFIGURATION, "--to-url"));
    Side gone =
        new Side.Given(
            new ServerUrl(
                EndpointType.MARIADB, "127.0.0.1", 1, "u", Secret.of("p"), SslMode.PREFER));
    assertThatThrownBy(() -> Tenancy.of(memory(), gone, admin(two), said::add).check(false))
        .satisfies(e -> requireCategory(e, Category.EXTERNAL, "--from-url"));
  }

  @Test
  void serversOfOurOwnNeedNothing() {
    Side own = new Side.Own(EndpointType.MARIADB);
    Tenancy tenancy = Tenancy.of(memory(), own, own, said::add);
    tenancy.check(false);
    tenancy.make();
    assertThat(tenancy.schemas()).isEqualTo(new Schemas("shop", "lockstep"));
    assertThat(tenancy.hasLeft()).isFalse();
    assertThat(memory()).doesNotExist();
  }

  @Test
  void aDamagedMemoryIsToldRatherThanDrawnAnew() throws Exception {
    Files.writeString(memory(), "12 made");
    assertThatThrownBy(this::both).hasMessageContaining(memory().toString());
  }

  private static void requireRefused(Tenancy tenancy, String message, String... remedies) {
    assertThatThrownBy(() -> tenancy.check(false))
        .isInstanceOf(LockstepException.class)
        .hasMessageContaining(message)
        .satisfies(
            e -> {
              requireCategory(e, Category.CONFIGURATION, remedies[0]);
              assertThat(((LockstepException) e).remedy()).contains(remedies);
            });
  }

  private static void requireCategory(Throwable failure, Category category, String remedy) {
    assertThat(((LockstepException) failure).category()).isEqualTo(category);
    assertThat(((LockstepException) failure).remedy()).contains(remedy);
  }

  private Tenancy both() {
    return Tenancy.of(memory(), admin(one), admin(two), said::add);
  }

  private Path memory() {
    return directory.resolve("tenancy");
  }

  private static Side admin(EmbeddedMariaDb server) {
    return given(server, server.host(), server.adminUser(), server.adminPassword());
  }

  private static Side given(EmbeddedMariaDb server, String host, String user, String password) {
    return new Side.Given(
        new ServerUrl(
            EndpointType.MARIADB, host, server.port(), user, Secret.of(password), SslMode.DISABLE));
  }

  private static List<String> schemas(EmbeddedMariaDb server) throws Exception {
    List<String> schemas = new ArrayList<>();
    try (Connection connection = server.adminConnection("");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW DATABASES")) {
      while (rows.next()) {
        schemas.add(rows.getString(1));
      }
    }
    return schemas;
  }

  private static void execute(EmbeddedMariaDb server, String... statements) throws Exception {
    try (Connection connection = server.adminConnection("");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
