package dev.lockstep.launcher.demo.shop;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The rows one worker may touch: those whose customer or order number falls to it. Workers own
 * disjoint rows, so none waits for another's lock, and a row's versions rise.
 *
 * <p>Lives in the worker's thread. It is what the database holds as of the worker's last commit,
 * and can be read back from there.
 */
final class OwnedRows {

  private final int worker;
  private final int workers;
  private final Map<Long, BitSet> lines = new HashMap<>();
  private final ArrayDeque<Long> passingOrders = new ArrayDeque<>();
  private final ArrayDeque<Long> passingCustomers = new ArrayDeque<>();
  private long lastOrder;
  private long lastCustomer;

  /** What is owned right after the initial load. */
  OwnedRows(int worker, int workers) {
    this.worker = worker;
    this.workers = workers;
    for (int rank = 0; baseOrder(rank) <= Shop.ACTIVE_ORDERS; rank++) {
      BitSet base = new BitSet();
      base.set(1, Shop.BASE_LINES + 1);
      lines.put(baseOrder(rank), base);
    }
    lastOrder = firstAbove(Shop.BASE_ORDERS) - workers;
    lastCustomer = firstAbove(Shop.BASE_CUSTOMERS) - workers;
  }

  /** What is owned in a shop that has been open before. */
  static OwnedRows read(Connection connection, int worker, int workers) throws SQLException {
    OwnedRows rows = new OwnedRows(worker, workers);
    rows.lines.values().forEach(BitSet::clear);
    try (Statement statement = connection.createStatement()) {
      try (ResultSet found =
          statement.executeQuery(
              "SELECT id FROM customers WHERE id > " + Shop.BASE_CUSTOMERS + " ORDER BY id")) {
        while (found.next()) {
          rows.foundCustomer(found.getLong(1));
        }
      }
      try (ResultSet found =
          statement.executeQuery(
              "SELECT id FROM orders WHERE id > " + Shop.BASE_ORDERS + " ORDER BY id")) {
        while (found.next()) {
          rows.foundOrder(found.getLong(1));
        }
      }
      try (ResultSet found = statement.executeQuery("SELECT order_id, line_no FROM order_items")) {
        while (found.next()) {
          BitSet of = rows.lines.get(found.getLong(1));
          if (of != null) {
            of.set(found.getInt(2));
          }
        }
      }
    }
    return rows;
  }

  private void foundCustomer(long id) {
    if (owns(id)) {
      passingCustomers.add(id);
      lastCustomer = Math.max(lastCustomer, id);
    }
  }

  private void foundOrder(long id) {
    if (owns(id)) {
      passingOrders.add(id);
      lines.put(id, new BitSet());
      lastOrder = Math.max(lastOrder, id);
    }
  }

  private boolean owns(long id) {
    return (id - 1) % workers == worker;
  }

  private long firstAbove(long base) {
    long id = base + 1;
    while (!owns(id)) {
      id++;
    }
    return id;
  }

  /** The order of this rank among the lasting ones; rank 0 is the hottest. */
  long baseOrder(int rank) {
    return 1L + worker + (long) rank * workers;
  }

  long baseCustomer(int rank) {
    return 1L + worker + (long) rank * workers;
  }

  int baseOrders() {
    return (Shop.ACTIVE_ORDERS - 1 - worker) / workers + 1;
  }

  int baseCustomers() {
    return (Shop.ACTIVE_CUSTOMERS - 1 - worker) / workers + 1;
  }

  /** A number never used before, also when the order never comes to be. */
  long nextOrderNumber() {
    lastOrder += workers;
    return lastOrder;
  }

  long nextCustomerNumber() {
    lastCustomer += workers;
    return lastCustomer;
  }

  void addOrder(long id, int lineCount) {
    BitSet fresh = new BitSet();
    fresh.set(1, lineCount + 1);
    lines.put(id, fresh);
    passingOrders.add(id);
  }

  void addCustomer(long id) {
    passingCustomers.add(id);
  }

  int passingOrders() {
    return passingOrders.size();
  }

  int passingCustomers() {
    return passingCustomers.size();
  }

  OptionalLong newestOrder() {
    Long newest = passingOrders.peekLast();
    return newest == null ? OptionalLong.empty() : OptionalLong.of(newest);
  }

  long removeOldestOrder() {
    return passingOrders.remove();
  }

  BitSet removeLines(long order) {
    BitSet gone = lines.remove(order);
    return gone == null ? new BitSet() : gone;
  }

  long removeOldestCustomer() {
    return passingCustomers.remove();
  }

  /** The lines of an order that exists; changes to it are changes to what is owned. */
  BitSet lines(long order) {
    BitSet of = lines.get(order);
    if (of == null) {
      throw new IllegalArgumentException("Not an order of this worker: " + order);
    }
    return of;
  }
}
