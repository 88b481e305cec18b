package dev.lockstep.launcher.fight.load;

import dev.lockstep.launcher.demo.shop.Login;
import dev.lockstep.launcher.fight.note.Journal;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Changes definitions on both sides, as a person does who reads that the sink carries over no more
 * than added columns. Each change has its way back, which is taken the next time. Thread-safe.
 */
public final class Alters {

  /** A change and its way back; on one side only where the sink does the other by itself. */
  record Change(String table, String there, String back, boolean sourceOnly) {}

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
          new Change(
              "moving",
              "RENAME TABLE fight.moving TO fight.moved",
              "RENAME TABLE fight.moved TO fight.moving",
              false),
          new Change(
              "remade",
              "DROP TABLE fight.remade",
              "CREATE TABLE fight.remade (id INT PRIMARY KEY, v VARCHAR(20), z INT NOT NULL DEFAULT 3)",
              false),
          new Change(
              "remade",
              "CREATE OR REPLACE TABLE fight.remade (id INT PRIMARY KEY, v VARCHAR(20))",
              "CREATE OR REPLACE TABLE fight.remade (id BIGINT PRIMARY KEY, v VARCHAR(20))",
              false),
          new Change(
              "emptied", "TRUNCATE TABLE fight.emptied", "TRUNCATE TABLE fight.emptied", true));

  private final Sides sides;
  private final Journal journal;
  private final Set<Integer> there = new HashSet<>();

  public Alters(Sides sides, Journal journal) {
    this.sides = sides;
    this.journal = journal;
  }

  private static Change alter(String table, String there, String back) {
    String begin = "ALTER TABLE " + TableSpec.SCHEMA + "." + table + " ";
    return new Change(table, begin + there, begin + back, false);
  }

  /** Makes one change on both sides, this long apart. */
  public synchronized void run(int pick, boolean targetFirst, long gapMillis)
      throws InterruptedException {
    int index = Math.floorMod(pick, CHANGES.size());
    Change change = CHANGES.get(index);
    String sql = there.contains(index) ? change.back() : change.there();
    Login one = targetFirst && !change.sourceOnly() ? sides.target() : sides.source();
    Login other = targetFirst ? sides.source() : sides.target();
    if (!execute(one, sql)) {
      return;
    }
    if (!there.remove(index)) {
      there.add(index);
    }
    if (!change.sourceOnly()) {
      Thread.sleep(gapMillis);
      executeSurely(other, sql);
    }
    if (change.table().equals("remade")) {
      execute(
          sides.source(),
          "INSERT IGNORE INTO fight.remade (id, v) VALUES (11, 'eleven'), (12, 'twelve')");
    }
  }

  private boolean execute(Login at, String sql) {
    journal.note("altering", "where", where(at), "sql", sql);
    try {
      Sides.execute(at, sql);
      journal.note("alter", "where", where(at), "sql", sql);
      return true;
    } catch (SQLException e) {
      journal.note("alter-failed", "where", where(at), "sql", sql, "error", e.getMessage());
      return false;
    }
  }

  /** The second side must follow, unless the sink has been faster; its server may be down. */
  private void executeSurely(Login at, String sql) throws InterruptedException {
    journal.note("altering", "where", where(at), "sql", sql);
    for (int attempt = 0; attempt < 120; attempt++) {
      try {
        Sides.execute(at, sql);
        journal.note("alter", "where", where(at), "sql", sql);
        return;
      } catch (SQLException e) {
        if (e.getErrorCode() != 0 && e.getErrorCode() < 2000) {
          journal.note("alter-failed", "where", where(at), "sql", sql, "error", e.getMessage());
          return;
        }
        Thread.sleep(500);
      }
    }
  }

  private String where(Login at) {
    return at.equals(sides.source()) ? "source" : "target";
  }
}
