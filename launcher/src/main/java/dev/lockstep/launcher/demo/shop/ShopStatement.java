package dev.lockstep.launcher.demo.shop;

/**
 * Every statement of the workload, in the shop's schema. Each sets a version that was never used,
 * so each is a real change.
 */
enum ShopStatement {
  INSERT_CUSTOMER(
      "INSERT INTO customers (id, email, full_name, status, credit_limit, loyalty_points,"
          + " marketing_opt_in, country, attributes, created_at, updated_at, last_session, version)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
  CUSTOMER_PROFILE(
      "UPDATE customers SET full_name = ?, attributes = ?, marketing_opt_in = ?,"
          + " updated_at = ?, version = ? WHERE id = ?"),
  CUSTOMER_STANDING(
      "UPDATE customers SET status = ?, credit_limit = ?, loyalty_points = loyalty_points + ?,"
          + " last_session = ?, updated_at = ?, version = ? WHERE id = ?"),
  DELETE_CUSTOMER("DELETE FROM customers WHERE id = ?"),
  INSERT_ORDER(
      "INSERT INTO orders (id, customer_id, reference, state, priority, total, currency, note,"
          + " details, placed_at, updated_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
  ORDER_STATE(
      "UPDATE orders SET state = ?, priority = ?, updated_at = ?, version = ? WHERE id = ?"),
  ORDER_TOTAL(
      "UPDATE orders SET total = ?, note = ?, details = ?, updated_at = ?, version = ?"
          + " WHERE id = ?"),
  RAISE_PRIORITY("UPDATE orders SET priority = priority + 1 WHERE id = ?"),
  LOWER_PRIORITY("UPDATE orders SET priority = priority - 1 WHERE id = ?"),
  DELETE_ORDER("DELETE FROM orders WHERE id = ?"),
  INSERT_ITEM(
      "INSERT INTO order_items (order_id, line_no, sku, quantity, unit_price, options,"
          + " packed_at, delivery, weight, seal, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
  UPDATE_ITEM(
      "UPDATE order_items SET quantity = ?, unit_price = ?, options = ?, packed_at = ?,"
          + " weight = ?, version = ? WHERE order_id = ? AND line_no = ?"),
  MOVE_ITEM(
      "UPDATE order_items SET line_no = ?, version = ? WHERE order_id = ? AND line_no = ?", 2),
  DELETE_ITEM("DELETE FROM order_items WHERE order_id = ? AND line_no = ?");

  private final String sql;
  private final int changes;

  ShopStatement(String sql) {
    this(sql, 1);
  }

  ShopStatement(String sql, int changes) {
    this.sql = sql;
    this.changes = changes;
  }

  String sql() {
    return sql;
  }

  /** Row changes it stands for: a key update is two, one key goes and another comes. */
  int changes() {
    return changes;
  }
}
