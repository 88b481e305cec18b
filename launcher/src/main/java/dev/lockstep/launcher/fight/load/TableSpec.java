package dev.lockstep.launcher.fight.load;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * One table: how it is made, and how its rows are named and filled. A row has a number, from which
 * its key follows. The first {@link #COLD} rows are made at the beginning and touched by nobody but
 * who damages and heals them.
 *
 * @param both whether the target's table is made by us; else the sink makes it
 * @param definition what stands between the parentheses and after
 * @param rows how many different rows the load works on
 * @param wounds assignments that change a row, each hard to see
 */
public record TableSpec(
    String name,
    boolean both,
    String definition,
    int rows,
    List<Column> keys,
    List<Column> values,
    List<String> wounds) {

  /** The schema of all of them. */
  public static final String SCHEMA = "fight";

  /** Rows that the load leaves alone. */
  public static final int COLD = 40;

  /** Row numbers from here on are of rows that only the target ever has. */
  public static final int ADDED = 1_000_000;

  /** A column and the SQL literal of its value; of a key it follows from the row's number. */
  record Column(String name, IntFunction<Function<Random, String>> literal) {

    static Column key(String name, IntFunction<String> literal) {
      return new Column(name, row -> random -> literal.apply(row));
    }

    static Column value(String name, Function<Random, String> literal) {
      return new Column(name, row -> literal);
    }

    String of(int row, Random random) {
      return literal.apply(row).apply(random);
    }
  }

  public TableSpec {
    keys = List.copyOf(keys);
    values = List.copyOf(values);
    wounds = List.copyOf(wounds);
  }

  public String qualified() {
    return SCHEMA + "." + name;
  }

  /** Rows take values from each other: one that only the target has would be in the sink's way. */
  public boolean sharesValues() {
    return definition.contains(" UNIQUE");
  }

  String create() {
    return "CREATE TABLE IF NOT EXISTS " + qualified() + " " + definition;
  }
}
