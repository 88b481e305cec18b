package dev.lockstep.launcher.fight.harm;

import dev.lockstep.launcher.fight.court.Deed;
import dev.lockstep.launcher.fight.court.Harm;
import dev.lockstep.launcher.fight.court.Ledger;
import dev.lockstep.launcher.fight.load.Sides;
import dev.lockstep.launcher.fight.load.Statements;
import dev.lockstep.launcher.fight.load.TableSpec;
import dev.lockstep.launcher.fight.load.Tables;
import dev.lockstep.launcher.fight.note.Journal;
import dev.lockstep.launcher.fight.plan.Act.Wound;
import dev.lockstep.launcher.fight.truth.Truth;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Changes single rows of the target and writes down exactly what it did. A row that is harmed
 * already is left alone. What cannot be done (the target is down, no such row) is not done.
 */
public final class Corruptor {

  private static final int TRIES = 30;

  private final Sides sides;
  private final List<TableSpec> loaded;
  private final Ledger ledger;
  private final Journal journal;
  private final Clock clock;
  private final HarmWatch watch;

  public Corruptor(
      Sides sides, Tables tables, Ledger ledger, Journal journal, Clock clock, HarmWatch watch) {
    this.sides = sides;
    this.loaded = tables.loaded();
    this.ledger = ledger;
    this.journal = journal;
    this.clock = clock;
    this.watch = watch;
  }

  /** Harms a row. */
  public void corrupt(Wound wound, boolean cold, int pick) {
    Random random = new Random(pick);
    List<TableSpec> tables =
        loaded.stream().filter(table -> wound != Wound.ADD || !table.sharesValues()).toList();
    TableSpec table = tables.get(random.nextInt(tables.size()));
    try (Connection connection = sides.target().connect()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < TRIES; i++) {
        if (attempt(connection, table, wound, cold || wound == Wound.ADD, random)) {
          return;
        }
        connection.rollback();
      }
      journal.note("corrupt-skipped", "table", table.qualified(), "wound", wound);
    } catch (SQLException e) {
      journal.note("corrupt-skipped", "table", table.qualified(), "error", e.getMessage());
    }
  }

  /** Writes to a row and leaves it as it was, in one transaction. */
  public void decoy(int pick) {
    Random random = new Random(pick);
    TableSpec table = loaded.get(random.nextInt(loaded.size()));
    Statements statements = new Statements(table, random);
    try (Connection connection = sides.target().connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      String where = statements.where(random.nextInt(table.rows()));
      Optional<String> key = Truth.keyOf(connection, TableSpec.SCHEMA, table.name(), where);
      if (key.isEmpty()) {
        return;
      }
      Instant begun = clock.instant();
      statement.executeUpdate(
          "UPDATE %s SET n = n - 1 WHERE %s".formatted(table.qualified(), where));
      statement.executeUpdate(
          "UPDATE %s SET n = n + 1 WHERE %s".formatted(table.qualified(), where));
      connection.commit();
      did(table, key.get(), Optional.empty(), false, begun, "there and back");
    } catch (SQLException e) {
      journal.note("decoy-skipped", "table", table.qualified(), "error", e.getMessage());
    }
  }

  private boolean attempt(
      Connection connection, TableSpec table, Wound wound, boolean cold, Random random)
      throws SQLException {
    Statements statements = new Statements(table, random);
    int row =
        wound == Wound.ADD
            ? TableSpec.ADDED + random.nextInt(TableSpec.ADDED)
            : cold
                ? random.nextInt(TableSpec.COLD)
                : TableSpec.COLD + random.nextInt(table.rows() - TableSpec.COLD);
    String where = statements.where(row);
    Optional<String> key = Truth.keyOf(connection, TableSpec.SCHEMA, table.name(), where);
    if (key.isPresent() == (wound == Wound.ADD)
        || key.filter(it -> isHarmed(table, it)).isPresent()) {
      return false;
    }
    String sql = sql(statements, table, wound, row, where, random);
    String sound = Truth.digestOf(connection, TableSpec.SCHEMA, table.name(), where);
    Instant begun = clock.instant();
    try (Statement statement = connection.createStatement()) {
      if (statement.executeUpdate(sql) != 1) {
        return false;
      }
    } catch (SQLException e) {
      if (e.getErrorCode() == 0) {
        throw e;
      }
      return false; // Another row refers to it or holds its value.
    }
    String state = Truth.digestOf(connection, TableSpec.SCHEMA, table.name(), where);
    if (state.equals(sound)) {
      return false; // A DOUBLE may be too large for what was added.
    }
    Optional<String> named =
        wound == Wound.ADD ? Truth.keyOf(connection, TableSpec.SCHEMA, table.name(), where) : key;
    // Written down before: a commit whose answer is lost may have happened.
    Deed before = did(table, named.orElse(where), Optional.of(harm(wound)), cold, begun, sql);
    connection.commit();
    watch.watch(before, table.name(), where, state);
    journal.note("corrupted", "table", before.table(), "key", before.key());
    return true;
  }

  private static String sql(
      Statements statements, TableSpec table, Wound wound, int row, String where, Random random) {
    List<String> ways = table.wounds();
    return switch (wound) {
      case ADD -> statements.insert(IntStream.of(row));
      case REMOVE -> "DELETE FROM " + table.qualified() + " WHERE " + where;
      case CHANGE ->
          "UPDATE %s SET %s WHERE %s"
              .formatted(table.qualified(), ways.get(random.nextInt(ways.size())), where);
    };
  }

  private static Harm harm(Wound wound) {
    return switch (wound) {
      case ADD -> Harm.EXTRA_ON_TARGET;
      case REMOVE -> Harm.MISSING_ON_TARGET;
      case CHANGE -> Harm.MISMATCHED;
    };
  }

  private boolean isHarmed(TableSpec table, String key) {
    return ledger.deeds().stream()
        .anyMatch(
            deed ->
                deed.table().equals(table.qualified())
                    && deed.key().equals(key)
                    && deed.harm().isPresent()
                    && deed.healedAt().isEmpty());
  }

  private Deed did(
      TableSpec table, String key, Optional<Harm> harm, boolean cold, Instant begun, String sql) {
    Deed deed =
        new Deed(table.qualified(), key, harm, cold, begun, clock.instant(), Optional.empty());
    ledger.did(deed);
    journal.note(
        harm.isPresent() ? "corrupt" : "decoy",
        "table",
        deed.table(),
        "key",
        key,
        "harm",
        harm.map(Harm::name).orElse("NONE"),
        "cold",
        cold,
        "begun",
        begun,
        "sql",
        sql.length() > 300 ? sql.substring(0, 300) : sql);
    return deed;
  }
}
