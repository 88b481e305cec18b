package dev.lockstep.launcher.fight.load;

import dev.lockstep.launcher.fight.note.Journal;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes tables that are refused, with rows, and mends them: every row must then be copied. */
public final class Refusals {

  private record Way(String definition, String mending) {}

  private static final List<Way> WAYS =
      List.of(
          new Way("(a INT NOT NULL, b VARCHAR(20))", "ADD PRIMARY KEY (a)"),
          new Way(
              "(a INT NOT NULL, b VARCHAR(20), KEY (b))",
              "ADD COLUMN id INT AUTO_INCREMENT PRIMARY KEY"),
          new Way("(a INT PRIMARY KEY, b VARCHAR(20), i INET4)", "DROP COLUMN i"),
          new Way("(a INT PRIMARY KEY, b VARCHAR(20), i INET6)", "MODIFY i VARCHAR(60)"));

  private final Sides sides;
  private final Journal journal;
  private final AtomicInteger made = new AtomicInteger();

  public Refusals(Sides sides, Journal journal) {
    this.sides = sides;
    this.journal = journal;
  }

  /** The name of the next one. */
  public String next() {
    return TableSpec.SCHEMA + ".refused" + made.incrementAndGet();
  }

  public void make(String table, int pick) throws SQLException {
    Way way = way(pick);
    journal.note("refuse", "table", table, "definition", way.definition());
    Sides.execute(sides.source(), "CREATE TABLE " + table + " " + way.definition());
    Sides.execute(
        sides.source(),
        "INSERT INTO " + table + " (a, b) VALUES (1, 'one'), (2, 'two'), (3, NULL), (4, '')");
  }

  public void mend(String table, int pick) throws SQLException {
    String sql = "ALTER TABLE " + table + " " + way(pick).mending();
    Sides.execute(sides.source(), sql);
    journal.note("mend", "table", table, "sql", sql);
  }

  private static Way way(int pick) {
    return WAYS.get(pick % WAYS.size());
  }
}
