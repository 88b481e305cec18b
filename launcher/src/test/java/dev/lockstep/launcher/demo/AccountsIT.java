package dev.lockstep.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.embedded.mariadb.EmbeddedMariaDb;
import dev.lockstep.embedded.server.Settings;
import dev.lockstep.flow.EndpointType;
import dev.lockstep.launcher.demo.shop.Login;
import dev.lockstep.launcher.demo.shop.ShopAccess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: at a server of the user's no part of the demo may more than it must, and no account stays.
 */
class AccountsIT {

  private static final String SHOP = "lockstep_shop_0a1b2c3d";

  @TempDir static Path directory;
  private static EmbeddedMariaDb server;

  private final List<String> said = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    server = EmbeddedMariaDb.start(Settings.of(directory, 1));
    execute(
        admin(),
        "CREATE DATABASE " + SHOP,
        "CREATE TABLE " + SHOP + ".orders (id INT PRIMARY KEY)",
        "CREATE DATABASE lockstep_0a1b2c3d",
        "CREATE DATABASE others",
        "CREATE TABLE others.t (id INT PRIMARY KEY)");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void theInjectorReachesNothingButTheShop() throws Exception {
    try (Accounts accounts = new Accounts(new Site(admin(), SHOP, false), said::add)) {
      ShopAccess injector = accounts.injector("lockstep_0a1b2c3d");
      execute(injector.login(), "INSERT INTO " + SHOP + ".orders VALUES (1)");
      for (String forbidden :
          List.of(
              "INSERT INTO others.t VALUES (1)",
              "SELECT * FROM others.t",
              "DROP TABLE " + SHOP + ".orders",
              "CREATE TABLE lockstep_0a1b2c3d.t (id INT)")) {
        assertThatThrownBy(() -> execute(injector.login(), forbidden))
            .as(forbidden)
            .isInstanceOf(SQLException.class);
      }
      assertThat(users()).containsExactly(SHOP + "_injector");
    }
    assertThat(users()).isEmpty();
    assertThat(said).isEmpty();
  }

  @Test
  void whatACrashLeftIsGoneAfterTheNextRun() throws Exception {
    Site site = new Site(admin(), SHOP, false);
    new Accounts(site, said::add).injector("lockstep_0a1b2c3d");
    assertThat(users()).isNotEmpty();
    try (Accounts accounts = new Accounts(site, said::add)) {
      accounts.reader();
    }
    assertThat(users()).isEmpty();
  }

  @Test
  void anAccountThatMayMakeNoneIsUsedItselfAndThatIsSaid() throws Exception {
    Login poor = admin().as(EmbeddedMariaDb.USER, server.password());
    try (Accounts accounts = new Accounts(new Site(poor, SHOP, false), said::add)) {
      assertThat(accounts.reader()).isEqualTo(new ShopAccess(poor, SHOP));
    }
    assertThat(said).hasSize(1);
    assertThat(said.getFirst())
        .contains("GRANT CREATE USER ON *.* TO 'lockstep'@'%';", "`" + SHOP + "`.* TO")
        .doesNotContain(server.password());
    assertThat(users()).isEmpty();
  }

  @Test
  void anAccountThatMayGrantNothingLeavesNoUserBehind() throws Exception {
    execute(
        admin(),
        "CREATE USER half@'%' IDENTIFIED BY 'half-9'",
        "GRANT CREATE USER ON *.* TO half@'%'");
    try (Accounts accounts =
        new Accounts(new Site(admin().as("half", "half-9"), SHOP, false), said::add)) {
      assertThat(accounts.reader().login().user()).isEqualTo("half");
      assertThat(users()).isEmpty();
    }
    assertThat(said).hasSize(1);
  }

  @Test
  void atAServerOfOurOwnTheyStayAndAreInNoLog() throws Exception {
    Site own = new Site(admin(), "shop", true);
    String before = logPosition();
    try (Accounts accounts = new Accounts(own, said::add)) {
      assertThat(accounts.reader().login().user()).isEqualTo("shop_reader");
    }
    assertThat(logPosition()).isEqualTo(before);
    execute(admin(), "DROP USER shop_reader@'%'");
  }

  private static Login admin() {
    return new Login(
        EndpointType.MARIADB,
        server.host(),
        server.port(),
        EmbeddedMariaDb.ADMIN,
        server.adminPassword());
  }

  private static List<String> users() throws SQLException {
    return query("SELECT User FROM mysql.user WHERE User LIKE 'lockstep\\_shop%' ORDER BY User");
  }

  private static String logPosition() throws SQLException {
    return query("SELECT @@gtid_binlog_pos").getFirst();
  }

  private static List<String> query(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = admin().connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  private static void execute(Login login, String... statements) throws SQLException {
    try (Connection connection = login.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
