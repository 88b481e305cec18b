package dev.lockstep.launcher.demo.shop;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Opens the shop: schema and first rows, once; a shop that is there already is left as it is. */
public final class ShopLoad {

  private static final long SEED = 20_260_101L;

  private ShopLoad() {}

  /** Returns true when it loaded, false when the shop had been open before. */
  public static boolean run(ShopAccess shop, InstantSource clock) throws SQLException {
    shop.createSchema();
    try (Connection connection = shop.connect(Map.of("rewriteBatchedStatements", "true"))) {
      try (Statement statement = connection.createStatement()) {
        for (String ddl : Shop.ddl()) {
          statement.execute(ddl);
        }
        if (hasRows(statement)) {
          return false;
        }
      }
      // One transaction: a crash in the middle leaves an empty shop, not half of one.
      new ShopTransactions(connection).execute(rows(clock));
      return true;
    }
  }

  private static boolean hasRows(Statement statement) throws SQLException {
    try (ResultSet found = statement.executeQuery("SELECT 1 FROM customers LIMIT 1")) {
      return found.next();
    }
  }

  private static ShopTransaction rows(InstantSource clock) {
    ShopRows rows = new ShopRows(new ShopValues(new SplittableRandom(SEED), clock), 0);
    List<ShopChange> changes = new ArrayList<>();
    for (long id = 1; id <= Shop.BASE_CUSTOMERS; id++) {
      changes.add(rows.customer(id));
    }
    for (long id = 1; id <= Shop.BASE_ORDERS; id++) {
      changes.add(rows.order(id, (id - 1) % Shop.BASE_CUSTOMERS + 1));
    }
    for (long id = 1; id <= Shop.BASE_ORDERS; id++) {
      for (int line = 1; line <= Shop.BASE_LINES; line++) {
        changes.add(rows.item(id, line));
      }
    }
    return new ShopTransaction(changes, false, Optional.empty());
  }
}
