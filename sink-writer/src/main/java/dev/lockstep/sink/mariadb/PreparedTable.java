package dev.lockstep.sink.mariadb;

import dev.lockstep.engine.mysql.SqlText;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * A target table as far as records of given schemas were found to fit into it.
 *
 * <p>Belongs to one session. Forgotten whole when the table's definition may have changed.
 */
final class PreparedTable {

  /** Schemas come interned from the reader; should they not, the plans start over. */
  private static final int MAX_PLANS = 256;

  private final TargetTable table;
  private final boolean otherUniqueKeys;
  private final Map<Schema, RowPlan> rowPlans = new IdentityHashMap<>();
  private final Map<Schema, RowPlan> keyPlans = new IdentityHashMap<>();

  PreparedTable(TargetTable table, Collection<String> keyNames) {
    this.table = table;
    this.otherUniqueKeys = table.hasOtherUniqueKeys(keyNames);
  }

  TargetTable table() {
    return table;
  }

  String sqlName() {
    return SqlText.name(table.name());
  }

  boolean hasOtherUniqueKeys() {
    return otherUniqueKeys;
  }

  boolean takesRows(Schema schema) {
    return rowPlans.containsKey(schema);
  }

  boolean takesKeys(Schema schema) {
    return keyPlans.containsKey(schema);
  }

  RowPlan rowPlan(Schema schema) {
    return plan(rowPlans, schema);
  }

  RowPlan keyPlan(Schema schema) {
    return plan(keyPlans, schema);
  }

  private RowPlan plan(Map<Schema, RowPlan> plans, Schema schema) {
    RowPlan plan = plans.get(schema);
    if (plan == null) {
      if (plans.size() >= MAX_PLANS) {
        plans.clear();
      }
      plan = RowPlan.of(schema, table);
      plans.put(schema, plan);
    }
    return plan;
  }
}
