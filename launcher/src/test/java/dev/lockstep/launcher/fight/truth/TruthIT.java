package dev.lockstep.launcher.fight.truth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.embedded.mariadb.EmbeddedMariaDb;
import dev.lockstep.embedded.server.Settings;
import dev.lockstep.flow.EndpointType;
import dev.lockstep.launcher.demo.shop.Login;
import dev.lockstep.launcher.fight.court.Harm;
import dev.lockstep.launcher.fight.court.TableTruth;
import dev.lockstep.launcher.fight.court.TableTruth.Difference;
import dev.lockstep.launcher.fight.load.Sides;
import dev.lockstep.launcher.fight.load.Tables;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: the comparison that everything is held against sees every difference and names it as a
 * verdict would. Method: two real servers, differences of every kind by hand.
 */
@TestInstance(Lifecycle.PER_CLASS)
class TruthIT {

  private EmbeddedMariaDb one;
  private EmbeddedMariaDb other;
  private Sides sides;

  @BeforeAll
  void start(@TempDir Path directory) {
    one = EmbeddedMariaDb.start(Settings.of(directory.resolve("one"), 1));
    other = EmbeddedMariaDb.start(Settings.of(directory.resolve("other"), 2));
    sides = new Sides(login(one), login(other));
  }

  @AfterAll
  void stop() {
    one.close();
    other.close();
  }

  private static Login login(EmbeddedMariaDb server) {
    return new Login(
        EndpointType.MARIADB,
        server.host(),
        server.port(),
        EmbeddedMariaDb.ADMIN,
        server.adminPassword());
  }

  @Test
  void seesEveryDifferenceAndNothingElse() throws Exception {
    both("CREATE DATABASE d CHARACTER SET utf8mb4");
    both(
        "CREATE TABLE d.t (a INT, b VARCHAR(20) COLLATE utf8mb4_general_ci, f FLOAT, s VARCHAR(9),"
            + " x VARBINARY(9), PRIMARY KEY (a, b))");
    both(
        "INSERT INTO d.t VALUES (1,'same',0.1,'s',x'00'), (2,'Case',1,NULL,NULL),"
            + " (3,'float',16777216,'','' ), (4,'space',1,'s',x'00'), (5,'null',1,'',''),"
            + " (6,'c,omma',1,'',''), (7,'bytes',1,'',x'00')");
    at(sides.target(), "UPDATE d.t SET b = 'CASE' WHERE a = 2");
    at(sides.target(), "UPDATE d.t SET f = 16777215 WHERE a = 3");
    at(sides.target(), "UPDATE d.t SET s = 's ' WHERE a = 4");
    at(sides.target(), "UPDATE d.t SET s = NULL WHERE a = 5");
    at(sides.source(), "DELETE FROM d.t WHERE a = 6");
    at(sides.target(), "UPDATE d.t SET x = x'0000' WHERE a = 7");

    TableTruth truth = truths("d").get("d.t");

    assertThat(truth.problem()).isEmpty();
    assertThat(truth.sourceRows()).isEqualTo(6);
    assertThat(truth.targetRows()).isEqualTo(7);
    assertThat(truth.differences())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "a=2,b=Case", new Difference(Harm.MISSING_ON_TARGET, List.of()),
                "a=2,b=CASE", new Difference(Harm.EXTRA_ON_TARGET, List.of()),
                "a=3,b=float", new Difference(Harm.MISMATCHED, List.of("f")),
                "a=4,b=space", new Difference(Harm.MISMATCHED, List.of("s")),
                "a=5,b=null", new Difference(Harm.MISMATCHED, List.of("s")),
                "a=6,b=c\\,omma", new Difference(Harm.EXTRA_ON_TARGET, List.of()),
                "a=7,b=bytes", new Difference(Harm.MISMATCHED, List.of("x"))));
  }

  @Test
  void saysSoWhereATableIsMissingOrShapedOtherwise() throws Exception {
    both("CREATE DATABASE e CHARACTER SET utf8mb4");
    at(sides.source(), "CREATE TABLE e.gone (id INT PRIMARY KEY)");
    at(sides.source(), "INSERT INTO e.gone VALUES (1)");
    at(sides.source(), "CREATE TABLE e.empty_one (id INT PRIMARY KEY)");
    both("CREATE TABLE e.shaped (id INT PRIMARY KEY)");
    at(sides.target(), "ALTER TABLE e.shaped ADD COLUMN z INT");

    Map<String, TableTruth> truths = truths("e");

    assertThat(truths.get("e.gone").problem()).contains("the target has no such table");
    assertThat(truths.get("e.empty_one").problem()).isEmpty();
    assertThat(truths.get("e.shaped").problem()).contains("[id] and [id, z]");
  }

  @Test
  void theTablesOfAFightCanBeMadeAndReadOnBothSides() throws Exception {
    new Tables(Set.of()).make(sides, new Random(1));

    Map<String, TableTruth> truths = truths("fight");

    assertThat(truths.keySet()).contains("fight.plain", "fight.uniques", "fight.empty_one");
    assertThat(truths.get("fight.uniques").sourceRows()).isEqualTo(40);
    assertThat(truths.get("fight.uniques").differences()).hasSize(40);
  }

  private Map<String, TableTruth> truths(String schema) throws Exception {
    return Truth.of(sides.source(), sides.target(), schema).stream()
        .collect(Collectors.toMap(TableTruth::table, Function.identity()));
  }

  private void both(String sql) throws Exception {
    at(sides.source(), sql);
    at(sides.target(), sql);
  }

  private static void at(Login side, String sql) throws Exception {
    Sides.execute(side, sql);
  }
}
