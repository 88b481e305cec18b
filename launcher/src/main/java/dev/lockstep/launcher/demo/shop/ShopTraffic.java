package dev.lockstep.launcher.demo.shop;

import static dev.lockstep.launcher.demo.shop.ShopStatement.CUSTOMER_PROFILE;
import static dev.lockstep.launcher.demo.shop.ShopStatement.CUSTOMER_STANDING;
import static dev.lockstep.launcher.demo.shop.ShopStatement.DELETE_CUSTOMER;
import static dev.lockstep.launcher.demo.shop.ShopStatement.DELETE_ITEM;
import static dev.lockstep.launcher.demo.shop.ShopStatement.DELETE_ORDER;
import static dev.lockstep.launcher.demo.shop.ShopStatement.LOWER_PRIORITY;
import static dev.lockstep.launcher.demo.shop.ShopStatement.MOVE_ITEM;
import static dev.lockstep.launcher.demo.shop.ShopStatement.ORDER_STATE;
import static dev.lockstep.launcher.demo.shop.ShopStatement.ORDER_TOTAL;
import static dev.lockstep.launcher.demo.shop.ShopStatement.RAISE_PRIORITY;

import dev.lockstep.launcher.demo.shop.ShopTransaction.Probe;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Makes up one worker's transactions: the same seed, rows and clock make the same ones.
 *
 * <p>What is hard on a pipeline is common here: a handful of very hot rows, several changes to one
 * key in one transaction, a key moved and filled again, a row deleted and inserted again, an update
 * and its revert, a rollback. Foreign keys hold at every step, and the shop stops growing at a
 * bounded size.
 */
final class ShopTraffic {

  private static final int PASSING_ORDERS = 1500;
  private static final int PASSING_CUSTOMERS = 300;
  private static final int VERY_HOT = 3;

  private final RandomGenerator random;
  private final OwnedRows rows;
  private final ShopRows shop;
  private final Zipf orderRanks;
  private final Zipf customerRanks;
  private final List<ShopChange> changes = new ArrayList<>();
  private Optional<Probe> probe = Optional.empty();

  /**
   * @param firstVersion above every version this worker has used before
   */
  ShopTraffic(RandomGenerator random, InstantSource clock, OwnedRows rows, long firstVersion) {
    this.random = random;
    this.rows = rows;
    this.shop = new ShopRows(new ShopValues(random, clock), firstVersion);
    this.orderRanks = new Zipf(rows.baseOrders(), 1.05);
    this.customerRanks = new Zipf(rows.baseCustomers(), 1.05);
  }

  /** The next transaction, of about this many row changes. */
  ShopTransaction next(int size) {
    changes.clear();
    probe = Optional.empty();
    if (random.nextInt(50) == 0) {
      return abandoned(size);
    }
    int each = Math.max(1, size / 4);
    while (changes.size() < size) {
      act(each);
    }
    return new ShopTransaction(changes, false, probe);
  }

  private void act(int count) {
    int dice = random.nextInt(100);
    if (dice < 22) {
      placeOrders(Math.max(1, count / 3));
    } else if (dice < 34) {
      retireOrders(Math.max(1, count / 3));
    } else if (dice < 52) {
      updateOrders(count);
    } else if (dice < 62) {
      updateHotOrderAgainAndAgain();
    } else if (dice < 76) {
      updateCustomers(count);
    } else if (dice < 86) {
      editItems(count);
    } else if (dice < 90) {
      moveItem();
    } else if (dice < 93) {
      replaceItem();
    } else if (dice < 95) {
      raiseAndLower();
    } else {
      comeAndGo();
    }
  }

  /** Only what leaves no trace in the owned rows, for none of it will have happened. */
  private ShopTransaction abandoned(int size) {
    updateOrders(Math.max(1, size / 2));
    long never = rows.nextOrderNumber();
    changes.add(shop.order(never, customer()));
    changes.add(shop.item(never, 1));
    return new ShopTransaction(changes, true, Optional.empty());
  }

  private void placeOrders(int count) {
    if (rows.passingOrders() >= PASSING_ORDERS) {
      retireOrders(count);
      return;
    }
    List<ShopChange> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long id = rows.nextOrderNumber();
      int lineCount = random.nextInt(1, 4);
      changes.add(shop.order(id, customer()));
      for (int line = 1; line <= lineCount; line++) {
        items.add(shop.item(id, line));
      }
      rows.addOrder(id, lineCount);
    }
    changes.addAll(items);
  }

  private void retireOrders(int count) {
    int possible = Math.min(count, rows.passingOrders() - PASSING_ORDERS / 10);
    if (possible <= 0) {
      updateOrders(count);
      return;
    }
    List<Long> retired = new ArrayList<>();
    for (int i = 0; i < possible; i++) {
      long id = rows.removeOldestOrder();
      retired.add(id);
      rows.removeLines(id).stream()
          .forEach(line -> changes.add(ShopChange.of(DELETE_ITEM, id, line)));
    }
    retired.forEach(id -> changes.add(ShopChange.of(DELETE_ORDER, id)));
  }

  private void updateOrders(int count) {
    ShopStatement how = random.nextBoolean() ? ORDER_STATE : ORDER_TOTAL;
    for (int i = 0; i < count; i++) {
      changeOrder(how, order());
    }
    // The newest one: the oldest go first, so it will not vanish under a change.
    rows.newestOrder().ifPresent(id -> changes.add(shop.orderState(id)));
  }

  private void updateHotOrderAgainAndAgain() {
    long id = rows.baseOrder(random.nextInt(VERY_HOT));
    int times = random.nextInt(2, 5);
    for (int i = 0; i < times; i++) {
      changeOrder(i % 2 == 0 ? ORDER_STATE : ORDER_TOTAL, id);
    }
  }

  private void changeOrder(ShopStatement how, long id) {
    ShopChange change = how == ORDER_STATE ? shop.orderState(id) : shop.orderTotal(id);
    changes.add(change);
    probe = Optional.of(new Probe(Shop.ORDERS, id, shop.lastVersion()));
  }

  private void updateCustomers(int count) {
    ShopStatement how = random.nextBoolean() ? CUSTOMER_PROFILE : CUSTOMER_STANDING;
    for (int i = 0; i < count; i++) {
      long id = customer();
      changes.add(how == CUSTOMER_PROFILE ? shop.customerProfile(id) : shop.customerStanding(id));
      probe = Optional.of(new Probe(Shop.CUSTOMERS, id, shop.lastVersion()));
    }
  }

  private void editItems(int count) {
    for (int i = 0; i < count; i++) {
      long order = order();
      changes.add(shop.itemEdit(order, anyLine(rows.lines(order))));
    }
  }

  /** A key update; half of the time the old key is taken again at once. */
  private void moveItem() {
    long order = order();
    BitSet lines = rows.lines(order);
    int from = anyLine(lines);
    int to = lines.nextClearBit(random.nextInt(1, 12));
    changes.add(ShopChange.of(MOVE_ITEM, to, shop.nextVersion(), order, from));
    lines.clear(from);
    lines.set(to);
    if (lines.cardinality() < 4 && random.nextBoolean()) {
      changes.add(shop.item(order, from));
      lines.set(from);
    } else if (lines.cardinality() > Shop.BASE_LINES) {
      changes.add(ShopChange.of(DELETE_ITEM, order, to));
      lines.clear(to);
    }
  }

  private void replaceItem() {
    long order = order();
    int line = anyLine(rows.lines(order));
    changes.add(ShopChange.of(DELETE_ITEM, order, line));
    changes.add(shop.item(order, line));
  }

  private void raiseAndLower() {
    long id = order();
    changes.add(ShopChange.of(RAISE_PRIORITY, id));
    changes.add(ShopChange.of(LOWER_PRIORITY, id));
  }

  private void comeAndGo() {
    if (rows.passingCustomers() >= PASSING_CUSTOMERS || random.nextInt(3) == 0) {
      if (rows.passingCustomers() > 0) {
        changes.add(ShopChange.of(DELETE_CUSTOMER, rows.removeOldestCustomer()));
        return;
      }
    }
    long id = rows.nextCustomerNumber();
    changes.add(shop.customer(id));
    rows.addCustomer(id);
  }

  private long order() {
    return rows.baseOrder(
        random.nextInt(5) == 0 ? random.nextInt(VERY_HOT) : orderRanks.draw(random));
  }

  private long customer() {
    return rows.baseCustomer(
        random.nextInt(5) == 0 ? random.nextInt(VERY_HOT) : customerRanks.draw(random));
  }

  private int anyLine(BitSet lines) {
    int skip = random.nextInt(lines.cardinality());
    int line = lines.nextSetBit(0);
    while (skip-- > 0) {
      line = lines.nextSetBit(line + 1);
    }
    return line;
  }
}
