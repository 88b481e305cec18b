package dev.lockstep.sink.mysql.row;

import dev.lockstep.engine.mysql.sql.SqlText;
import dev.lockstep.sink.mysql.definition.TargetTable;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * A target table as far as records of given schemas were found to fit into it.
 *
 * <p>Belongs to one session. Forgotten whole when the table's definition may have changed.
 */
public final class PreparedTable {

  /** Schemas come interned from the reader; should they not, the plans start over. */
  private static final int MAX_PLANS = 256;

  private final TargetTable table;
  private final boolean otherUniqueKeys;
  private final Map<Schema, RowPlan> rowPlans = new IdentityHashMap<>();
  private final Map<Schema, RowPlan> keyPlans = new IdentityHashMap<>();

  public PreparedTable(TargetTable table, Collection<String> keyNames) {
    this.table = table;
    this.otherUniqueKeys = table.hasOtherUniqueKeys(keyNames);
  }

  public TargetTable table() {
    return table;
  }

  String sqlName() {
    return SqlText.name(table.name());
  }

  public boolean hasOtherUniqueKeys() {
    return otherUniqueKeys;
  }

  public boolean takesRows(Schema schema) {
    return rowPlans.containsKey(schema);
  }

  public boolean takesKeys(Schema schema) {
    return keyPlans.containsKey(schema);
  }

  public RowPlan rowPlan(Schema schema) {
    return plan(rowPlans, schema);
  }

  public RowPlan keyPlan(Schema schema) {
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
