package dev.lockstep.launcher.demo.inject;

import static dev.lockstep.launcher.demo.shop.Shop.CUSTOMERS;
import static dev.lockstep.launcher.demo.shop.Shop.ORDERS;
import static dev.lockstep.launcher.demo.shop.Shop.ORDER_ITEMS;

import java.util.ArrayList;
import java.util.List;

/**
 * One way to change one column. The expression never yields what it is given, but for NULL; whether
 * the row did change is checked after each use all the same.
 *
 * <p>No column under an ignore or trim rule is here, and not {@code version}, by which the demo
 * tells when a change has arrived.
 */
record Alteration(Recipe recipe, String table, String column, String expression) {

  private static final List<Alteration> ALL = all();

  /** The new value, as SQL; the marker is one that nobody else writes. */
  String expression(String marker) {
    return expression.replace("{marker}", "'" + marker + "'");
  }

  /** All that fit a recipe. */
  static List<Alteration> of(Recipe recipe) {
    return ALL.stream().filter(way -> way.recipe == recipe).toList();
  }

  private static List<Alteration> all() {
    List<Alteration> all = new ArrayList<>();
    text(all, CUSTOMERS, "full_name");
    text(all, CUSTOMERS, "email");
    text(all, ORDER_ITEMS, "sku");
    text(all, ORDERS, "note");
    moment(all, CUSTOMERS, "created_at");
    moment(all, CUSTOMERS, "updated_at");
    moment(all, ORDERS, "placed_at");
    moment(all, ORDERS, "updated_at");
    moment(all, ORDER_ITEMS, "packed_at");
    digit(all, CUSTOMERS, "credit_limit");
    digit(all, ORDERS, "total");
    digit(all, ORDER_ITEMS, "unit_price");
    nullness(all, CUSTOMERS, "credit_limit", "1.01");
    nullness(all, CUSTOMERS, "attributes", "'{\"injected\": true}'");
    nullness(all, ORDERS, "note", "'injected'");
    nullness(all, ORDERS, "details", "'{\"injected\": true}'");
    nullness(all, ORDER_ITEMS, "packed_at", "'2001-02-03 04:05:06.000007'");
    nullness(all, ORDER_ITEMS, "delivery", "'2001-02-03'");
    nullness(all, ORDER_ITEMS, "weight", "0.125");
    others(all);
    return List.copyOf(all);
  }

  private static void others(List<Alteration> all) {
    other(all, CUSTOMERS, "status", "IF(status = 'vip', 'blocked', 'vip')");
    other(all, CUSTOMERS, "loyalty_points", "loyalty_points + 18000000000000000000");
    other(all, CUSTOMERS, "marketing_opt_in", "1 - marketing_opt_in");
    other(all, CUSTOMERS, "country", "IF(country = 'XX', 'XY', 'XX')");
    other(all, CUSTOMERS, "attributes", "JSON_SET(attributes, '$.injected', {marker})");
    other(all, CUSTOMERS, "full_name", "CONCAT('☠ ', LEFT(full_name, 70))");
    other(all, ORDERS, "customer_id", "customer_id + 1000000");
    other(all, ORDERS, "state", "IF(state = 'paid', 'cancelled', 'paid')");
    other(all, ORDERS, "priority", "-1 - priority");
    other(all, ORDERS, "currency", "IF(currency = 'XXX', 'XXY', 'XXX')");
    other(all, ORDERS, "details", "JSON_SET(details, '$.score', -1)");
    other(all, ORDERS, "note", "{marker}");
    other(all, ORDER_ITEMS, "quantity", "quantity + 4000000000");
    other(all, ORDER_ITEMS, "options", "JSON_REMOVE(options, '$.tier')");
    other(all, ORDER_ITEMS, "delivery", "delivery + INTERVAL 1 DAY");
    other(all, ORDER_ITEMS, "weight", "weight * 1.0000000001");
    other(all, ORDER_ITEMS, "seal", "CONCAT(LEFT(seal, 7), CHAR(255 - ASCII(RIGHT(seal, 1))))");
  }

  private static void text(List<Alteration> all, String table, String column) {
    all.add(new Alteration(Recipe.TRAILING_SPACE, table, column, "CONCAT(" + column + ", ' ')"));
    String swapped =
        "IF(BINARY c = BINARY UPPER(c), LOWER(c), UPPER(c))".replaceAll("\\bc\\b", column);
    all.add(new Alteration(Recipe.LETTER_CASE, table, column, swapped));
  }

  private static void moment(List<Alteration> all, String table, String column) {
    String later = column + " + INTERVAL 1 MICROSECOND";
    all.add(new Alteration(Recipe.LAST_MICROSECOND, table, column, later));
  }

  private static void digit(List<Alteration> all, String table, String column) {
    all.add(new Alteration(Recipe.DECIMAL_DIGIT, table, column, column + " + 0.01"));
  }

  private static void nullness(List<Alteration> all, String table, String column, String value) {
    String toggled = "IF(" + column + " IS NULL, " + value + ", NULL)";
    all.add(new Alteration(Recipe.NULLNESS, table, column, toggled));
  }

  private static void other(List<Alteration> all, String table, String column, String expression) {
    all.add(new Alteration(Recipe.OTHER_VALUE, table, column, expression));
  }
}
