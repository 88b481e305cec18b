package dev.lockstep.launcher.demo.inject;

import dev.lockstep.launcher.demo.inject.Injection.Heat;
import dev.lockstep.launcher.demo.inject.TargetRow.Key;
import dev.lockstep.launcher.demo.shop.Shop;
import dev.lockstep.launcher.demo.shop.ShopAccess;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Chooses rows, each at most once over all runs: whose fault a verdict is must never be a question.
 */
final class RowPicker {

  private static final long ABOVE = 9_000_000_000_000_000L;

  private final ShopAccess shop;
  private final Connection connection;
  private final RandomGenerator random;
  private final Set<String> used = new HashSet<>();
  private int extras;

  RowPicker(
      ShopAccess shop, Connection connection, RandomGenerator random, List<Injection> earlier) {
    this.shop = shop;
    this.connection = connection;
    this.random = random;
    earlier.forEach(injection -> used.add(injection.table() + " " + injection.key()));
  }

  /** A row that is there, of this heat, not yet used; empty when there is none. */
  Optional<Key> existing(String table, Heat heat) throws SQLException {
    List<Key> candidates = new ArrayList<>();
    String columns = String.join(", ", Shop.keyColumns(table));
    String sql = "SELECT " + columns + " FROM " + table + range(table, heat);
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        List<Long> values = new ArrayList<>();
        for (int i = 1; i <= Shop.keyColumns(table).size(); i++) {
          values.add(found.getLong(i));
        }
        candidates.add(new Key(table, List.copyOf(values)));
      }
    }
    candidates.removeIf(key -> used.contains(name(key)));
    return candidates.isEmpty()
        ? Optional.empty()
        : Optional.of(candidates.get(random.nextInt(candidates.size())));
  }

  /** A key that the shop never uses: zero and less, or far above all it will ever reach. */
  Key beyond(String table, boolean below) {
    while (true) {
      long number = below ? -extras : ABOVE + extras;
      extras++;
      Key key =
          new Key(table, table.equals(Shop.ORDER_ITEMS) ? List.of(number, 1L) : List.of(number));
      if (!used.contains(name(key))) {
        return key;
      }
    }
  }

  void use(Key key) {
    used.add(name(key));
  }

  private static String range(String table, Heat heat) {
    int active = table.equals(Shop.CUSTOMERS) ? Shop.ACTIVE_CUSTOMERS : Shop.ACTIVE_ORDERS;
    int base = table.equals(Shop.CUSTOMERS) ? Shop.BASE_CUSTOMERS : Shop.BASE_ORDERS;
    int from =
        switch (heat) {
          case HOT -> 1;
          case WARM -> Shop.HOT_KEYS + 1;
          case UNTOUCHED -> active + 1;
        };
    int to =
        switch (heat) {
          case HOT -> Shop.HOT_KEYS;
          case WARM -> active;
          case UNTOUCHED -> base;
        };
    return " WHERE " + Shop.keyColumns(table).getFirst() + " BETWEEN " + from + " AND " + to;
  }

  private String name(Key key) {
    return shop.name(key.table()) + " " + key.text();
  }
}
