package dev.lockstep.streams.decode;

import dev.lockstep.schema.row.ColumnRules;
import dev.lockstep.schema.row.KeyShape;
import dev.lockstep.schema.row.RowShape;
import dev.lockstep.streams.judge.FlowTable;
import dev.lockstep.streams.judge.SchemaPair;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.Schema;

/**
 * Compiled shapes of the rows and keys of each table, by schema, under the table's comparison plan.
 * The codec hands out one schema object for an id, so identity finds them; should it ever forget,
 * the caches start anew rather than grow. Thread-confined.
 */
public final class Shapes {

  private static final int LIMIT = 4096;

  /** Finds the rules that a table is compared under. */
  public interface Plans {
    ColumnRules rules(FlowTable table, SchemaPair now);
  }

  private final Plans plans;
  private final Function<FlowTable, SchemaPair> read;
  private final Map<FlowTable, OfTable> tables = new HashMap<>();

  /**
   * @param read the definitions that were read last, for a table of which no record came yet
   */
  public Shapes(Plans plans, Function<FlowTable, SchemaPair> read) {
    this.plans = plans;
    this.read = read;
  }

  /** The definitions of both sides are these from here on. */
  public void use(FlowTable table, SchemaPair now) {
    OfTable known = tables.get(table);
    if (known == null) {
      tables.put(table, new OfTable(now, plans.rules(table, now)));
    } else if (!known.schemas.equals(now)) {
      known.use(now, plans.rules(table, now));
    }
  }

  public RowShape row(FlowTable table, Schema schema) {
    return of(table).row(schema);
  }

  public KeyShape key(FlowTable table, Schema schema) {
    return of(table).key(schema);
  }

  private OfTable of(FlowTable table) {
    return tables.computeIfAbsent(
        table,
        unknown -> {
          SchemaPair last = read.apply(table);
          return new OfTable(last, plans.rules(table, last));
        });
  }

  private static final class OfTable {

    private final Map<Schema, RowShape> rows = new IdentityHashMap<>();
    private final Map<Schema, KeyShape> keys = new IdentityHashMap<>();
    private SchemaPair schemas;
    private ColumnRules rules;

    OfTable(SchemaPair schemas, ColumnRules rules) {
      this.schemas = schemas;
      this.rules = rules;
    }

    void use(SchemaPair now, ColumnRules newRules) {
      schemas = now;
      if (!rules.equals(newRules)) {
        rules = newRules;
        rows.clear();
        keys.clear();
      }
    }

    RowShape row(Schema schema) {
      return found(rows, schema, missing -> RowShape.of(missing, rules));
    }

    KeyShape key(Schema schema) {
      return found(keys, schema, missing -> KeyShape.of(missing, rules));
    }

    private static <T> T found(Map<Schema, T> shapes, Schema schema, Function<Schema, T> compile) {
      T shape = shapes.get(schema);
      if (shape == null) {
        if (shapes.size() >= LIMIT) {
          shapes.clear();
        }
        shape = compile.apply(schema);
        shapes.put(schema, shape);
      }
      return shape;
    }
  }
}
