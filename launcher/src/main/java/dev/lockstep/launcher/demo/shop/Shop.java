package dev.lockstep.launcher.demo.shop;

import java.util.List;
import java.util.Set;

/**
 * The shop's tables and which rows of them play which part.
 *
 * <p>Keys from 1 to a table's base are loaded at first and live for ever. The lowest of them are
 * hot, the highest are reserved: the workload never touches a reserved row. Keys above the base
 * come and go.
 */
public final class Shop {

  public static final String CUSTOMERS = "customers";
  public static final String ORDERS = "orders";
  public static final String ORDER_ITEMS = "order_items";

  public static final int BASE_CUSTOMERS = 1000;
  public static final int ACTIVE_CUSTOMERS = 800;
  public static final int BASE_ORDERS = 1500;
  public static final int ACTIVE_ORDERS = 1200;

  /** Every base order has the lines 1 to this, and they are never deleted, though they may move. */
  public static final int BASE_LINES = 2;

  /** Keys up to this get most of the updates. */
  public static final int HOT_KEYS = 40;

  /** The column which the flow leaves out of the comparison. */
  public static final String IGNORED_COLUMN = "last_session";

  /** The column (of orders) which the flow compares without trailing spaces. */
  public static final String TRIMMED_COLUMN = "reference";

  /** Columns of type JSON, equal when they mean the same. */
  public static final Set<String> JSON_COLUMNS = Set.of("attributes", "details", "options");

  private static final String CUSTOMERS_DDL =
      """
      CREATE TABLE IF NOT EXISTS customers (
        id BIGINT NOT NULL AUTO_INCREMENT,
        email VARCHAR(120) NOT NULL,
        full_name VARCHAR(80) NOT NULL,
        status ENUM('new', 'active', 'vip', 'blocked') NOT NULL,
        credit_limit DECIMAL(10,2) NULL,
        loyalty_points BIGINT UNSIGNED NOT NULL,
        marketing_opt_in TINYINT(1) NOT NULL,
        country CHAR(2) NOT NULL,
        attributes JSON NULL,
        created_at DATETIME(6) NOT NULL,
        updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
        last_session VARBINARY(16) NULL,
        version BIGINT NOT NULL,
        PRIMARY KEY (id),
        KEY by_email (email)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
      """;

  private static final String ORDERS_DDL =
      """
      CREATE TABLE IF NOT EXISTS orders (
        id BIGINT NOT NULL AUTO_INCREMENT,
        customer_id BIGINT NOT NULL,
        reference VARCHAR(40) NOT NULL,
        state ENUM('cart', 'placed', 'paid', 'shipped', 'done', 'cancelled') NOT NULL,
        priority TINYINT NOT NULL,
        total DECIMAL(10,2) NOT NULL,
        currency CHAR(3) NOT NULL,
        note TEXT NULL,
        details JSON NULL,
        placed_at DATETIME(6) NOT NULL,
        updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
        version BIGINT NOT NULL,
        PRIMARY KEY (id),
        KEY by_customer (customer_id),
        CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers (id)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
      """;

  private static final String ORDER_ITEMS_DDL =
      """
      CREATE TABLE IF NOT EXISTS order_items (
        order_id BIGINT NOT NULL,
        line_no INT NOT NULL,
        sku VARCHAR(32) NOT NULL,
        quantity INT UNSIGNED NOT NULL,
        unit_price DECIMAL(10,2) NOT NULL,
        options JSON NULL,
        packed_at DATETIME(6) NULL,
        delivery DATE NULL,
        weight DOUBLE NULL,
        seal VARBINARY(8) NULL,
        version BIGINT NOT NULL,
        PRIMARY KEY (order_id, line_no),
        CONSTRAINT items_order FOREIGN KEY (order_id) REFERENCES orders (id)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
      """;

  private Shop() {}

  /** The tables, parents before children. */
  public static List<String> tables() {
    return List.of(CUSTOMERS, ORDERS, ORDER_ITEMS);
  }

  /** The key columns of a table, in key order. */
  public static List<String> keyColumns(String table) {
    return table.equals(ORDER_ITEMS) ? List.of("order_id", "line_no") : List.of("id");
  }

  /** True when the flow's rules hide this column from the comparison altogether. */
  public static boolean ignored(String table, String column) {
    return table.equals(CUSTOMERS) && column.equals(IGNORED_COLUMN);
  }

  /** True when the flow compares this column without trailing spaces. */
  public static boolean trimmed(String table, String column) {
    return table.equals(ORDERS) && column.equals(TRIMMED_COLUMN);
  }

  /** Makes the tables in the default schema of a connection, where they are missing. */
  static List<String> ddl() {
    return List.of(CUSTOMERS_DDL, ORDERS_DDL, ORDER_ITEMS_DDL);
  }
}
