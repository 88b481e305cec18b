package dev.lockstep.launcher.demo.shop;

import static dev.lockstep.launcher.demo.shop.ShopStatement.CUSTOMER_PROFILE;
import static dev.lockstep.launcher.demo.shop.ShopStatement.CUSTOMER_STANDING;
import static dev.lockstep.launcher.demo.shop.ShopStatement.INSERT_CUSTOMER;
import static dev.lockstep.launcher.demo.shop.ShopStatement.INSERT_ITEM;
import static dev.lockstep.launcher.demo.shop.ShopStatement.INSERT_ORDER;
import static dev.lockstep.launcher.demo.shop.ShopStatement.ORDER_STATE;
import static dev.lockstep.launcher.demo.shop.ShopStatement.ORDER_TOTAL;

/** Fills the statements with values; every row change gets a version of its own. */
final class ShopRows {

  private final ShopValues values;
  private long version;

  ShopRows(ShopValues values, long firstVersion) {
    this.values = values;
    this.version = firstVersion;
  }

  long nextVersion() {
    return ++version;
  }

  long lastVersion() {
    return version;
  }

  ShopChange customer(long id) {
    return ShopChange.of(
        INSERT_CUSTOMER,
        id,
        values.email(id),
        values.fullName(),
        values.status(),
        values.moneyOrNull(),
        values.below(1 << 20),
        values.below(2),
        values.country(),
        values.json(),
        values.past(),
        values.now(),
        values.bytes(16),
        nextVersion());
  }

  ShopChange customerProfile(long id) {
    return ShopChange.of(
        CUSTOMER_PROFILE,
        values.fullName(),
        values.json(),
        values.below(2),
        values.now(),
        nextVersion(),
        id);
  }

  ShopChange customerStanding(long id) {
    return ShopChange.of(
        CUSTOMER_STANDING,
        values.status(),
        values.moneyOrNull(),
        values.below(500),
        values.bytes(16),
        values.now(),
        nextVersion(),
        id);
  }

  ShopChange order(long id, long customer) {
    return ShopChange.of(
        INSERT_ORDER,
        id,
        customer,
        values.reference(id),
        values.state(),
        values.below(10),
        values.money(),
        values.currency(),
        values.noteOrNull(),
        values.json(),
        values.past(),
        values.now(),
        nextVersion());
  }

  ShopChange orderState(long id) {
    return ShopChange.of(
        ORDER_STATE, values.state(), values.below(10), values.now(), nextVersion(), id);
  }

  ShopChange orderTotal(long id) {
    return ShopChange.of(
        ORDER_TOTAL,
        values.money(),
        values.noteOrNull(),
        values.json(),
        values.now(),
        nextVersion(),
        id);
  }

  ShopChange item(long order, int line) {
    return ShopChange.of(
        INSERT_ITEM,
        order,
        line,
        values.sku(),
        values.below(20) + 1,
        values.money(),
        values.json(),
        values.pastOrNull(),
        values.dateOrNull(),
        values.weightOrNull(),
        values.bytes(8),
        nextVersion());
  }

  ShopChange itemEdit(long order, int line) {
    return ShopChange.of(
        ShopStatement.UPDATE_ITEM,
        values.below(20) + 1,
        values.money(),
        values.json(),
        values.pastOrNull(),
        values.weightOrNull(),
        nextVersion(),
        order,
        line);
  }
}
