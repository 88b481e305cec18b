package dev.lockstep.launcher.demo.shop;

import static dev.lockstep.testing.property.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Goal: whatever the seed, a worker's transactions can be executed as they are on the rows it owns.
 * Method: execute them on sets of keys that stand for the tables, foreign keys included.
 */
class ShopTrafficTest {

  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
  private static final int WORKERS = 2;

  @Test
  void theSameSeedMakesTheSameTransactions() {
    Supplier<List<String>> run =
        () -> {
          ShopTraffic traffic = traffic(42, 1);
          return Stream.generate(() -> describe(traffic.next(8))).limit(300).toList();
        };
    assertThat(run.get()).isEqualTo(run.get());
  }

  @Test
  void everyTransactionFitsTheRowsThatAreThere() {
    forAll(
        20,
        any -> {
          long seed = any.aLong();
          int worker = any.anInt(0, WORKERS - 1);
          ShopTraffic traffic = traffic(seed, worker);
          Tables committed = Tables.afterLoad();
          for (int i = 0; i < 1500; i++) {
            ShopTransaction transaction = traffic.next(10);
            Tables tables = transaction.rollback() ? committed.copy() : committed;
            transaction.changes().forEach(tables::apply);
          }
          assertThat(committed.orders.size()).isLessThan(5000);
        });
  }

  @Test
  void touchesOwnRowsOnlyAndNeverReservedOnes() {
    forAll(
        10,
        any -> {
          long seed = any.aLong();
          int worker = any.anInt(0, WORKERS - 1);
          ShopTraffic traffic = traffic(seed, worker);
          for (int i = 0; i < 500; i++) {
            for (ShopChange change : traffic.next(10).changes()) {
              long id = firstKey(change);
              assertThat((id - 1) % WORKERS).isEqualTo(worker);
              boolean customer = change.statement().name().contains("CUSTOMER");
              int active = customer ? Shop.ACTIVE_CUSTOMERS : Shop.ACTIVE_ORDERS;
              int base = customer ? Shop.BASE_CUSTOMERS : Shop.BASE_ORDERS;
              assertThat(id)
                  .satisfiesAnyOf(
                      key -> assertThat(key).isLessThanOrEqualTo(active),
                      key -> assertThat(key).isGreaterThan(base));
            }
          }
        });
  }

  @Test
  void everyKindOfStatementIsUsedAndSomeTransactionsAreRolledBack() {
    ShopTraffic traffic = traffic(7, 0);
    Set<ShopStatement> used = EnumSet.noneOf(ShopStatement.class);
    int rolledBack = 0;
    for (int i = 0; i < 3000; i++) {
      ShopTransaction transaction = traffic.next(6);
      transaction.changes().forEach(change -> used.add(change.statement()));
      rolledBack += transaction.rollback() ? 1 : 0;
    }
    assertThat(used).containsExactlyInAnyOrder(ShopStatement.values());
    assertThat(rolledBack).isBetween(20, 150);
  }

  @Test
  void aRolledBackTransactionCountsForNothingAndAKeyUpdateForTwo() {
    List<ShopChange> move = List.of(ShopChange.of(ShopStatement.MOVE_ITEM, 3, 1L, 1L, 2));
    assertThat(new ShopTransaction(move, false, Optional.empty()).changeCount()).isEqualTo(2);
    assertThat(new ShopTransaction(move, true, Optional.empty()).changeCount()).isZero();
  }

  @Test
  void aProbeNamesTheLastVersionOfARowThatStays() {
    ShopTraffic traffic = traffic(3, 0);
    int probes = 0;
    for (int i = 0; i < 500; i++) {
      ShopTransaction transaction = traffic.next(6);
      if (transaction.probe().isPresent()) {
        ShopTransaction.Probe probe = transaction.probe().get();
        probes++;
        assertThat(probe.id()).isLessThanOrEqualTo(Shop.ACTIVE_ORDERS);
        assertThat(transaction.changes())
            .anySatisfy(change -> assertThat(change.values()).contains(probe.version()));
      }
    }
    assertThat(probes).isGreaterThan(200);
  }

  private static ShopTraffic traffic(long seed, int worker) {
    return new ShopTraffic(
        new SplittableRandom(seed), NOON, new OwnedRows(worker, WORKERS), 1_000_000);
  }

  private static String describe(ShopTransaction transaction) {
    StringBuilder text = new StringBuilder().append(transaction.rollback());
    for (ShopChange change : transaction.changes()) {
      text.append(change.statement()).append(Arrays.deepToString(change.values().toArray()));
    }
    return text.toString();
  }

  private static long firstKey(ShopChange change) {
    List<?> values = change.values();
    int from =
        switch (change.statement()) {
          case INSERT_CUSTOMER,
              DELETE_CUSTOMER,
              INSERT_ORDER,
              RAISE_PRIORITY,
              LOWER_PRIORITY,
              DELETE_ORDER,
              INSERT_ITEM,
              DELETE_ITEM ->
              0;
          case CUSTOMER_PROFILE, CUSTOMER_STANDING, ORDER_STATE, ORDER_TOTAL -> values.size() - 1;
          case UPDATE_ITEM, MOVE_ITEM -> values.size() - 2;
        };
    return (Long) values.get(from);
  }

  /** The shop as sets of keys, with its foreign keys. */
  private record Tables(Set<Long> customers, Set<Long> orders, Set<List<Long>> items) {

    static Tables afterLoad() {
      Tables tables = new Tables(new HashSet<>(), new HashSet<>(), new HashSet<>());
      for (long id = 1; id <= Shop.BASE_CUSTOMERS; id++) {
        tables.customers.add(id);
      }
      for (long id = 1; id <= Shop.BASE_ORDERS; id++) {
        tables.orders.add(id);
        for (long line = 1; line <= Shop.BASE_LINES; line++) {
          tables.items.add(List.of(id, line));
        }
      }
      return tables;
    }

    Tables copy() {
      return new Tables(new HashSet<>(customers), new HashSet<>(orders), new HashSet<>(items));
    }

    void apply(ShopChange change) {
      long id = firstKey(change);
      switch (change.statement()) {
        case INSERT_CUSTOMER -> assertThat(customers.add(id)).isTrue();
        case DELETE_CUSTOMER -> assertThat(customers.remove(id)).isTrue();
        case CUSTOMER_PROFILE, CUSTOMER_STANDING -> assertThat(customers.contains(id)).isTrue();
        case INSERT_ORDER -> {
          assertThat(customers.contains((Long) change.values().get(1))).isTrue();
          assertThat(orders.add(id)).isTrue();
        }
        case ORDER_STATE, ORDER_TOTAL, RAISE_PRIORITY, LOWER_PRIORITY ->
            assertThat(orders.contains(id)).isTrue();
        case DELETE_ORDER -> {
          for (long line = 0; line < 20; line++) {
            assertThat(items.contains(List.of(id, line))).isFalse();
          }
          assertThat(orders.remove(id)).isTrue();
        }
        case INSERT_ITEM -> {
          assertThat(orders.contains(id)).isTrue();
          assertThat(items.add(List.of(id, line(change, 1)))).isTrue();
        }
        case DELETE_ITEM -> assertThat(items.remove(List.of(id, line(change, 1)))).isTrue();
        case UPDATE_ITEM -> assertThat(items.contains(List.of(id, line(change, 7)))).isTrue();
        case MOVE_ITEM -> {
          assertThat(items.remove(List.of(id, line(change, 3)))).isTrue();
          assertThat(items.add(List.of(id, line(change, 0)))).isTrue();
        }
      }
    }

    private static long line(ShopChange change, int index) {
      return ((Integer) change.values().get(index)).longValue();
    }
  }
}
