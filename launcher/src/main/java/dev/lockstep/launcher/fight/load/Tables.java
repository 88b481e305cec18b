package dev.lockstep.launcher.fight.load;

import static dev.lockstep.launcher.fight.load.Literals.orNull;

import dev.lockstep.launcher.fight.load.TableSpec.Column;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The tables of a fight, and how they are made. */
public final class Tables {

  /** A statement of many rows stays well below what a server takes at once. */
  private static final int PRELOADED_AT_ONCE = 20;

  private static final int MOST_DRAWS = 100;

  private static final String TOUCH = "n INT NOT NULL DEFAULT 0, ";
  private static final String WOUND = "n = n + 1000000";

  private final List<TableSpec> loaded;

  /** Where definitions change; the load knows only the columns that stay. */
  public static final List<TableSpec> MORPHING =
      List.of(morph("morph1"), morph("morph2"), morph("morph3"));

  /** Receives bursts. */
  static final String BURST = "burst";

  /** Is filled and truncated. */
  static final String EMPTIED = "emptied";

  /** Gets a known number of rows whenever all is to come to rest. */
  public static final String SENTINEL = "sentinel";

  private static final List<String> OTHERS =
      List.of(
          BURST + " (id INT PRIMARY KEY, " + TOUCH + "v VARCHAR(60) NOT NULL)",
          EMPTIED + " (id INT PRIMARY KEY, v VARCHAR(20))",
          SENTINEL + " (id INT PRIMARY KEY, round INT NOT NULL)",
          "empty_one (id INT PRIMARY KEY, v VARCHAR(20), d DECIMAL(10,2))",
          "moving (id INT PRIMARY KEY, v VARCHAR(20))",
          "remade (id INT PRIMARY KEY, v VARCHAR(20))");

  /**
   * Tables to fight over.
   *
   * @param without names of those that are left out
   */
  public Tables(Set<String> without) {
    loaded =
        Stream.of(plain(), types(), composite(), uniques(), cased(), large(), parent(), child())
            .filter(table -> !without.contains(table.name()))
            .toList();
  }

  /** Where load, corruptions and decoys go. */
  public List<TableSpec> loaded() {
    return loaded;
  }

  /** Makes everything at the source, and at the target what the sink would not make alike. */
  public void make(Sides sides, Random random) throws SQLException {
    Sides.execute(sides.source(), "CREATE DATABASE " + TableSpec.SCHEMA + " CHARACTER SET utf8mb4");
    Sides.execute(sides.target(), "CREATE DATABASE " + TableSpec.SCHEMA + " CHARACTER SET utf8mb4");
    for (TableSpec table : loaded) {
      make(sides, table, random);
    }
    for (TableSpec table : MORPHING) {
      make(sides, table, random);
    }
    for (String other : OTHERS) {
      Sides.execute(sides.source(), "CREATE TABLE " + TableSpec.SCHEMA + "." + other);
    }
    for (String filled : List.of("moving", "remade")) {
      Sides.execute(
          sides.source(),
          "INSERT INTO %s.%s VALUES (1, 'one'), (2, 'two'), (3, NULL)"
              .formatted(TableSpec.SCHEMA, filled));
    }
  }

  private static void make(Sides sides, TableSpec table, Random random) throws SQLException {
    Sides.execute(sides.source(), table.create());
    if (table.both()) {
      Sides.execute(sides.target(), table.create());
    }
    Statements statements = new Statements(table, random);
    for (int from = 0; from < TableSpec.COLD; from += PRELOADED_AT_ONCE) {
      preload(sides, statements, from);
    }
  }

  /** Values that are unique and drawn twice are drawn anew. */
  private static void preload(Sides sides, Statements statements, int from) throws SQLException {
    for (int draw = 1; ; draw++) {
      try {
        Sides.execute(
            sides.source(), statements.insert(IntStream.range(from, from + PRELOADED_AT_ONCE)));
        return;
      } catch (SQLIntegrityConstraintViolationException e) {
        if (draw == MOST_DRAWS) {
          throw e;
        }
      }
    }
  }

  private static TableSpec plain() {
    return new TableSpec(
        "plain",
        false,
        "(id BIGINT AUTO_INCREMENT PRIMARY KEY, "
            + TOUCH
            + "name VARCHAR(100), amount DECIMAL(12,2), note TEXT, at DATETIME(6))",
        3000,
        List.of(number("id")),
        List.of(
            touch(),
            value("name", Literals.text()),
            value("amount", orNull(Literals.decimal(12, 2))),
            value("note", orNull(Literals.text())),
            value("at", orNull(Literals.moment()))),
        List.of(
            WOUND,
            "name = CONCAT(name, ' ')",
            "amount = COALESCE(amount, 0) + 0.01",
            "at = COALESCE(at, '2020-01-01') + INTERVAL 1 MICROSECOND"));
  }

  private static TableSpec types() {
    return new TableSpec(
        "types",
        false,
        "(id INT PRIMARY KEY, "
            + TOUCH
            + "ti TINYINT, su SMALLINT UNSIGNED, mi MEDIUMINT, bu BIGINT UNSIGNED,"
            + " de DECIMAL(30,10), fl FLOAT, db DOUBLE, b1 BIT(1), b12 BIT(12), ch CHAR(10),"
            + " vl VARCHAR(40) CHARACTER SET latin1, te TEXT, bi BINARY(8), vb VARBINARY(30),"
            + " bl BLOB, da DATE, t3 TIME(3), d6 DATETIME(6), ts TIMESTAMP(3) NULL, ye YEAR,"
            + " en ENUM('a','b','c'), se SET('x','y','z'), js JSON, uu UUID)",
        800,
        List.of(number("id")),
        List.of(
            touch(),
            value("ti", orNull(Literals.integer(-128, 127))),
            value("su", orNull(Literals.integer(0, 65535))),
            value("mi", orNull(Literals.integer(-8388608, 8388607))),
            value("bu", orNull(Literals.unsignedLong())),
            value("de", orNull(Literals.decimal(30, 10))),
            value("fl", orNull(Literals.single())),
            value("db", orNull(Literals.real())),
            value("b1", orNull(Literals.oneOf("b'0'", "b'1'"))),
            value("b12", orNull(Literals.integer(0, 4095))),
            value("ch", orNull(Literals.oneOf("''", "'a'", "'b  '", "'ünïcode'"))),
            value("vl", orNull(Literals.latin())),
            value("te", orNull(Literals.text())),
            value("bi", orNull(Literals.bytes(8))),
            value("vb", orNull(Literals.bytes(30))),
            value("bl", orNull(Literals.bytes(200))),
            value("da", orNull(Literals.date())),
            value("t3", orNull(Literals.time())),
            value("d6", orNull(Literals.moment())),
            value("ts", orNull(Literals.moment())),
            value("ye", orNull(Literals.integer(1901, 2155))),
            value("en", orNull(Literals.oneOf("'a'", "'b'", "'c'"))),
            value("se", orNull(Literals.oneOf("''", "'x'", "'x,z'", "'x,y,z'"))),
            value("js", orNull(Literals.json())),
            value("uu", orNull(Literals.uuid()))),
        List.of(
            WOUND,
            "b12 = COALESCE(b12, 0) ^ 1",
            "vb = CONCAT(COALESCE(vb, ''), x'00')",
            "t3 = COALESCE(t3, 0) + INTERVAL 1000 MICROSECOND",
            "db = COALESCE(db, 0) + 0.125",
            "en = IF(en = 'a', 'b', 'a')"));
  }

  private static TableSpec composite() {
    return new TableSpec(
        "composite",
        false,
        "(a INT, b VARCHAR(20), c DATE, " + TOUCH + "v VARCHAR(30), PRIMARY KEY (a, b, c))",
        1500,
        List.of(
            Column.key("a", row -> Integer.toString(row % 50)),
            Column.key("b", row -> "'b-" + row / 50 + "'"),
            Column.key("c", row -> "'2024-02-%02d'".formatted(1 + row % 28))),
        List.of(touch(), value("v", orNull(Literals.text()))),
        List.of(WOUND, "v = CONCAT(COALESCE(v, ''), 'x')"));
  }

  /** Values of the unique columns are few, so that rows take them from each other. */
  private static TableSpec uniques() {
    return new TableSpec(
        "uniques",
        true,
        "(id INT PRIMARY KEY, "
            + TOUCH
            + "code VARCHAR(20) NULL UNIQUE, place INT NULL, v INT, UNIQUE (place))",
        600,
        List.of(number("id")),
        List.of(
            touch(),
            value("code", orNull(random -> "'c" + random.nextInt(2000) + "'")),
            value("place", orNull(random -> Integer.toString(random.nextInt(2000)))),
            value("v", Literals.integer(0, 100))),
        List.of(WOUND, "v = v + 1"));
  }

  private static TableSpec cased() {
    return new TableSpec(
        "cased",
        false,
        "(k VARCHAR(40) COLLATE utf8mb4_general_ci PRIMARY KEY, " + TOUCH + "v VARCHAR(30))",
        600,
        List.of(
            new Column(
                "k",
                row ->
                    random ->
                        row < TableSpec.COLD || row >= TableSpec.ADDED || random.nextBoolean()
                            ? "'key-" + row + "'"
                            : "'KEY-".toUpperCase(Locale.ROOT) + row + "'")),
        List.of(touch(), value("v", orNull(Literals.text()))),
        List.of(WOUND, "v = CONCAT(COALESCE(v, ''), 'x')"));
  }

  private static TableSpec large() {
    return new TableSpec(
        "large",
        false,
        "(id INT PRIMARY KEY, " + TOUCH + "body LONGTEXT, bin MEDIUMBLOB)",
        120,
        List.of(number("id")),
        List.of(
            touch(),
            value("body", orNull(Literals.large(100_000))),
            value("bin", orNull(Literals.large(60_000)))),
        List.of(WOUND, "body = CONCAT(COALESCE(body, ''), 'x')"));
  }

  private static TableSpec parent() {
    return new TableSpec(
        "parent",
        true,
        "(id INT PRIMARY KEY, " + TOUCH + "v VARCHAR(30))",
        300,
        List.of(number("id")),
        List.of(touch(), value("v", orNull(Literals.text()))),
        List.of(WOUND));
  }

  private static TableSpec child() {
    return new TableSpec(
        "child",
        true,
        "(id INT PRIMARY KEY, "
            + TOUCH
            + "parent INT NULL, v VARCHAR(30), FOREIGN KEY (parent) REFERENCES parent (id))",
        600,
        List.of(number("id")),
        List.of(
            touch(),
            value("parent", orNull(random -> Integer.toString(1 + random.nextInt(TableSpec.COLD)))),
            value("v", orNull(Literals.text()))),
        List.of(WOUND, "v = CONCAT(COALESCE(v, ''), 'x')"));
  }

  private static TableSpec morph(String name) {
    return new TableSpec(
        name,
        true,
        "(id INT PRIMARY KEY, "
            + TOUCH
            + "v VARCHAR(30), w INT NOT NULL DEFAULT 5, s VARCHAR(10), label VARCHAR(20),"
            + " kind ENUM('x','y') NOT NULL DEFAULT 'x')",
        400,
        List.of(number("id")),
        List.of(touch(), value("v", orNull(Literals.latin()))),
        List.of(WOUND));
  }

  private static Column number(String name) {
    return Column.key(name, row -> Integer.toString(row + 1));
  }

  private static Column touch() {
    return value("n", Literals.integer(0, 1000));
  }

  private static Column value(String name, Function<Random, String> literal) {
    return Column.value(name, literal);
  }
}
