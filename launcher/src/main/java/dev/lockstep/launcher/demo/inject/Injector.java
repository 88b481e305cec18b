package dev.lockstep.launcher.demo.inject;

import dev.lockstep.launcher.demo.inject.Injection.Heat;
import dev.lockstep.launcher.demo.inject.Injection.Stage;
import dev.lockstep.launcher.demo.inject.Surgery.Outcome;
import dev.lockstep.launcher.demo.inject.TargetRow.Key;
import dev.lockstep.launcher.demo.shop.Shop;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Carries out a plan on the target, one transaction for each step.
 *
 * <p>A step is done when exactly one row came out as its recipe says; else it is rolled back and
 * tried on another row. The row stays locked from the look before to the commit, so what it was
 * before is what the sink had written last: the pipeline must find it wrong at this very
 * transaction, whatever comes next. The manifest gets the intent before the commit and the outcome
 * after it. One thread.
 */
final class Injector {

  private static final int ATTEMPTS = 40;

  private final InjectorSettings settings;
  private final Connection connection;
  private final InstantSource clock;
  private final SplittableRandom random;
  private final Surgery surgery;
  private final SinkWatch sink;
  private final RowPicker rows;

  private Injector(
      InjectorSettings settings,
      Connection connection,
      InstantSource clock,
      List<Injection> earlier) {
    this.settings = settings;
    this.connection = connection;
    this.clock = clock;
    this.random = new SplittableRandom(settings.seed() ^ 0x5DEECE66DL);
    this.surgery = new Surgery(connection);
    this.sink = new SinkWatch(connection, settings.progressSchema());
    this.rows = new RowPicker(settings.target(), connection, random, earlier);
  }

  /** Runs the whole plan; returns when its last step is done. */
  static void run(InjectorSettings settings, InstantSource clock)
      throws SQLException, IOException, InterruptedException {
    List<Injection> earlier = Manifest.readOthers(settings.directory(), settings.manifest());
    try (Manifest manifest = Manifest.create(settings.manifest());
        Connection connection = settings.target().connect()) {
      prepare(connection);
      new Injector(settings, connection, clock, earlier).run(manifest);
    }
  }

  private static void prepare(Connection connection) throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    try (Statement statement = connection.createStatement()) {
      // Key 0 means key 0; a value that does not fit is an error; and the sink is never kept
      // waiting.
      statement.execute(
          "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO',"
              + " innodb_lock_wait_timeout = 2");
    }
    connection.setAutoCommit(false);
  }

  private void run(Manifest manifest) throws SQLException, IOException, InterruptedException {
    long start = System.nanoTime();
    int number = 0;
    for (Plan.Step step :
        Plan.of(settings.corruptions(), settings.seed(), settings.over()).steps()) {
      Duration wait = step.after().minusNanos(System.nanoTime() - start);
      if (wait.isPositive()) {
        Thread.sleep(wait);
      }
      perform(step, ++number, manifest);
    }
  }

  private void perform(Plan.Step step, int number, Manifest manifest)
      throws SQLException, IOException, InterruptedException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        if (attempt(step, number, manifest)) {
          return;
        }
        connection.rollback();
      } catch (SQLException e) {
        connection.rollback();
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
      if (attempt > ATTEMPTS / 2) {
        // Nothing suitable is there yet: the first load may still be under way.
        Thread.sleep(100);
      }
    }
    throw new IllegalStateException(
        "No row of the target took '%s' (%s)".formatted(step.recipe().words(), step.heat()));
  }

  private boolean attempt(Plan.Step step, int number, Manifest manifest)
      throws SQLException, IOException, InterruptedException {
    Target target = target(step.recipe());
    Optional<Key> row = rows.existing(target.table(), step.heat());
    connection.rollback();
    if (row.isEmpty()) {
      return false;
    }
    Key key =
        step.recipe().addsRow()
            ? rows.beyond(target.table(), step.recipe() == Recipe.EXTRA_BELOW)
            : row.get();
    if (step.afterSinkWrite()) {
      sink.awaitNextWrite();
    }
    String marker = "injected-%d-%d".formatted(settings.seed(), number);
    Optional<Outcome> outcome = operate(step.recipe(), target, key, row.get(), marker);
    if (outcome.isEmpty()) {
      return false;
    }
    commit(describe(step, number, key, outcome.get()), manifest);
    rows.use(key);
    return true;
  }

  private Injection describe(Plan.Step step, int number, Key key, Outcome outcome)
      throws SQLException {
    return new Injection(
        settings.seed(),
        number,
        step.recipe().words(),
        outcome.harm(),
        settings.target().name(key.table()),
        key.text(),
        outcome.columns(),
        step.recipe().addsRow() ? Heat.UNTOUCHED : step.heat(),
        sink.microsSinceWrite(),
        Stage.INTENDED,
        0,
        "");
  }

  private void commit(Injection injection, Manifest manifest) throws SQLException, IOException {
    manifest.write(injection);
    try {
      connection.commit();
    } catch (SQLException e) {
      if (connection.isValid(1)) {
        manifest.write(injection.abandoned());
      }
      throw e;
    }
    long nanos = System.nanoTime();
    manifest.write(injection.committed(nanos, clock.instant().toString()));
  }

  private Optional<Outcome> operate(Recipe recipe, Target target, Key key, Key model, String marker)
      throws SQLException {
    return switch (recipe) {
      case TRAILING_SPACE, LAST_MICROSECOND, LETTER_CASE, DECIMAL_DIGIT, OTHER_VALUE, NULLNESS ->
          surgery.alter(key, target.way(), marker);
      case DELETE -> surgery.delete(key);
      case EXTRA_BELOW, EXTRA_ABOVE -> surgery.add(key, model);
      case DECOY_REVERT -> surgery.alterAndRevert(key, target.way(), marker);
      case DECOY_JSON_ORDER -> surgery.reorderJson(key, target.way().column());
      case DECOY_IGNORED, DECOY_TRIMMED ->
          surgery.alterHidden(key, target.way().column(), target.way().expression(marker));
    };
  }

  /** A table, and how to change it where the recipe changes a column. */
  private record Target(String table, Alteration way) {}

  private Target target(Recipe recipe) {
    List<Alteration> ways =
        switch (recipe) {
          case DELETE, EXTRA_BELOW, EXTRA_ABOVE ->
              Shop.tables().stream().map(table -> new Alteration(recipe, table, "", "")).toList();
          case DECOY_REVERT -> Alteration.of(Recipe.OTHER_VALUE);
          case DECOY_JSON_ORDER ->
              List.of(
                  new Alteration(recipe, Shop.CUSTOMERS, "attributes", ""),
                  new Alteration(recipe, Shop.ORDERS, "details", ""),
                  new Alteration(recipe, Shop.ORDER_ITEMS, "options", ""));
          case DECOY_IGNORED ->
              List.of(
                  new Alteration(
                      recipe, Shop.CUSTOMERS, Shop.IGNORED_COLUMN, "LEFT({marker}, 16)"));
          case DECOY_TRIMMED ->
              List.of(
                  new Alteration(
                      recipe,
                      Shop.ORDERS,
                      Shop.TRIMMED_COLUMN,
                      "CONCAT(" + Shop.TRIMMED_COLUMN + ", ' ')"));
          default -> Alteration.of(recipe);
        };
    Alteration way = ways.get(random.nextInt(ways.size()));
    return new Target(way.table(), way);
  }
}
