package dev.lockstep.launcher.fight.load;

import dev.lockstep.launcher.demo.shop.Login;
import dev.lockstep.launcher.fight.court.Ledger;
import dev.lockstep.launcher.fight.note.Journal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Changes definitions on both sides, as a person does who reads that the sink carries over no more
 * than added columns. Each change has its way back, which is taken the next time. Thread-safe.
 *
 * <p>What takes rows along is done at the target only when the sink has taken them there, and
 * columns that only the target still has are dropped by {@link #follow}: the sink adds those of
 * older rows that arrive late.
 */
public final class Alters {

  /** One statement at the source and one at the target. */
  private record Step(String source, String target) {

    static Step both(String sql) {
      return new Step(sql, sql);
    }
  }

  /**
   * A change and its way back.
   *
   * @param emptied a table of the target that must have no rows before it is changed there; "" when
   *     both sides may be changed in any order
   */
  private record Change(String table, Step there, Step back, String emptied) {

    boolean isOfKey() {
      return there.source().contains("PRIMARY KEY");
    }
  }

  private static final List<Change> CHANGES =
      List.of(
          alter("morph1", "ADD COLUMN extra INT NULL", "DROP COLUMN extra"),
          alter(
              "morph1", "ADD COLUMN word VARCHAR(20) NOT NULL DEFAULT 'none'", "DROP COLUMN word"),
          alter(
              "morph1",
              "ADD COLUMN first_one INT FIRST, ALGORITHM=INSTANT",
              "DROP COLUMN first_one"),
          alter(
              "morph1",
              "ADD COLUMN made DATETIME NOT NULL DEFAULT '2020-01-02'",
              "DROP COLUMN made"),
          alter("morph1", "RENAME COLUMN label TO tag", "RENAME COLUMN tag TO label"),
          alter("morph1", "MODIFY w BIGINT NOT NULL DEFAULT 5", "MODIFY w INT NOT NULL DEFAULT 5"),
          alter("morph1", "MODIFY s VARCHAR(40)", "MODIFY s VARCHAR(10)"),
          alter(
              "morph1",
              "MODIFY kind ENUM('x','y','z') NOT NULL DEFAULT 'x'",
              "MODIFY kind ENUM('x','y') NOT NULL DEFAULT 'x'"),
          alter("morph2", "ALTER COLUMN w SET DEFAULT 7", "ALTER COLUMN w SET DEFAULT 5"),
          alter("morph2", "ADD INDEX by_v (v)", "DROP INDEX by_v"),
          alter("morph2", "PARTITION BY HASH (id) PARTITIONS 3", "REMOVE PARTITIONING"),
          alter("morph2", "CONVERT TO CHARACTER SET latin1", "CONVERT TO CHARACTER SET utf8mb4"),
          alter("morph2", "ADD COLUMN g INT AS (n + 1) STORED", "DROP COLUMN g"),
          alter("morph2", "ADD COLUMN g2 INT AS (n * 2) VIRTUAL", "DROP COLUMN g2"),
          alter("morph2", "COMMENT 'one'", "COMMENT 'two'"),
          alter("morph2", "FORCE", "FORCE"),
          alter(
              "morph3",
              "DROP PRIMARY KEY, ADD PRIMARY KEY (id, w)",
              "DROP PRIMARY KEY, ADD PRIMARY KEY (id)"),
          alter("morph3", "MODIFY v VARCHAR(30) AFTER w", "MODIFY v VARCHAR(30) AFTER n"),
          alter("morph3", "DROP COLUMN label", "ADD COLUMN label VARCHAR(20)"),
          emptying(
              "moving",
              new Step("RENAME TABLE fight.moving TO fight.moved", "DROP TABLE fight.moving"),
              "moving"),
          emptying(
              "moved",
              new Step("RENAME TABLE fight.moved TO fight.moving", "DROP TABLE fight.moved"),
              "moved"),
          emptying("remade", Step.both("DROP TABLE fight.remade"), "remade"),
          emptying(
              "remade",
              Step.both(
                  "CREATE OR REPLACE TABLE fight.remade"
                      + " (id INT PRIMARY KEY, v VARCHAR(20), z INT NOT NULL DEFAULT 3)"),
              "remade"),
          emptying(
              "remade",
              Step.both(
                  "CREATE OR REPLACE TABLE fight.remade (id BIGINT PRIMARY KEY, v VARCHAR(20))"),
              "remade"),
          emptying("emptied", new Step("TRUNCATE TABLE fight.emptied", ""), ""));

  private static final int NO_SUCH_TABLE = 1146;
  private static final Pattern PLAIN_NAME = Pattern.compile("[a-z0-9_]+");

  /** A lock, a server that stops, a connection that ends: tried again. */
  private static final Set<Integer> PASSING = Set.of(1053, 1205, 1213, 1317, 1927, 1969);

  private static final Duration PATIENCE = Duration.ofMinutes(8);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Sides sides;
  private final Ledger ledger;
  private final Journal journal;
  private final Set<Integer> there = new HashSet<>();

  public Alters(Sides sides, Ledger ledger, Journal journal) {
    this.sides = sides;
    this.ledger = ledger;
    this.journal = journal;
  }

  private static Change alter(String table, String there, String back) {
    String begin = "ALTER TABLE " + TableSpec.SCHEMA + "." + table + " ";
    return new Change(table, Step.both(begin + there), Step.both(begin + back), "");
  }

  /** The same each time. */
  private static Change emptying(String table, Step step, String emptied) {
    return new Change(table, step, step, emptied);
  }

  /** Makes one change on both sides, this long apart. */
  public synchronized void run(int pick, boolean targetFirst, long gapMillis)
      throws InterruptedException {
    int index = Math.floorMod(pick, CHANGES.size());
    Change change = CHANGES.get(index);
    Step step = there.contains(index) ? change.back() : change.there();
    Runnable done =
        change.isOfKey() ? ledger.alters(TableSpec.SCHEMA + "." + change.table()) : () -> {};
    if (run(change, step, targetFirst, gapMillis) && !there.remove(index)) {
      there.add(index);
    }
    done.run();
    if (change.table().equals("remade")) {
      execute(
          sides.source(),
          "INSERT IGNORE INTO fight.remade (id, v) VALUES (11, 'eleven'), (12, 'twelve')");
    }
  }

  private boolean run(Change change, Step step, boolean targetFirst, long gapMillis)
      throws InterruptedException {
    if (targetFirst && change.table().startsWith("morph")) {
      if (!execute(sides.target(), step.target())) {
        return false;
      }
      Thread.sleep(gapMillis);
      executeSurely(sides.source(), step.source());
      return true;
    }
    if (!execute(sides.source(), step.source())) {
      return false;
    }
    Thread.sleep(gapMillis);
    if (!step.target().isEmpty()) {
      awaitEmpty(change.emptied());
      executeSurely(sides.target(), step.target());
    }
    return true;
  }

  /** Before its rows have gone by themselves, a table that goes would lose them. */
  private void awaitEmpty(String table) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!table.isEmpty() && !isEmpty(table) && System.nanoTime() < deadline) {
      Thread.sleep(PAUSE);
    }
  }

  private boolean isEmpty(String table) {
    try (Connection connection = sides.target().connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT 1 FROM " + TableSpec.SCHEMA + "." + table + " LIMIT 1")) {
      return !row.next();
    } catch (SQLException e) {
      return e.getErrorCode() == NO_SUCH_TABLE;
    }
  }

  /**
   * Drops at the target what the source has no longer, of tables for which that is asked.
   *
   * @param subjects of the alerts that ask for it
   */
  public void follow(Collection<String> subjects) {
    String schema = TableSpec.SCHEMA + ".";
    for (String subject : subjects) {
      String table = subject.substring(subject.lastIndexOf(schema) + schema.length());
      if (!PLAIN_NAME.matcher(table).matches()) {
        continue;
      }
      try {
        Set<String> surplus = columns(sides.target(), table);
        Set<String> kept = columns(sides.source(), table);
        surplus.removeAll(kept);
        if (!kept.isEmpty() && !surplus.isEmpty()) {
          String drops =
              surplus.stream()
                  .map(name -> "DROP COLUMN `" + name + "`")
                  .collect(Collectors.joining(", "));
          execute(sides.target(), "ALTER TABLE " + schema + table + " " + drops);
        }
      } catch (SQLException e) {
        journal.note("follow-failed", "table", schema + table, "error", e.getMessage());
      }
    }
  }

  private static Set<String> columns(Login at, String table) throws SQLException {
    String sql =
        "SELECT column_name FROM information_schema.columns"
            + " WHERE table_schema = '%s' AND table_name = '%s'";
    Set<String> names = new TreeSet<>();
    try (Connection connection = at.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql.formatted(TableSpec.SCHEMA, table))) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
    return names;
  }

  private boolean execute(Login at, String sql) {
    journal.note("altering", "where", where(at), "sql", sql);
    try {
      Sides.execute(at, sql);
      journal.note("alter", "where", where(at), "sql", sql);
      return true;
    } catch (SQLException e) {
      failed(at, sql, e);
      return false;
    }
  }

  /** The second side must follow, unless the sink has been faster; its server may be down. */
  private void executeSurely(Login at, String sql) throws InterruptedException {
    journal.note("altering", "where", where(at), "sql", sql);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        Sides.execute(at, sql);
        journal.note("alter", "where", where(at), "sql", sql);
        return;
      } catch (SQLException e) {
        boolean refused =
            e.getErrorCode() >= 1000
                && e.getErrorCode() < 2000
                && !PASSING.contains(e.getErrorCode());
        if (refused || System.nanoTime() > deadline) {
          failed(at, sql, e);
          return;
        }
        Thread.sleep(PAUSE);
      }
    }
  }

  private void failed(Login at, String sql, SQLException e) {
    journal.note("alter-failed", "where", where(at), "sql", sql, "error", e.getMessage());
  }

  private String where(Login at) {
    return at.equals(sides.source()) ? "source" : "target";
  }
}
