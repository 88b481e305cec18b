package dev.lockstep.streams.decode;

import dev.lockstep.schema.row.ColumnRules;
import dev.lockstep.schema.row.KeyShape;
import dev.lockstep.schema.row.RowShape;
import dev.lockstep.streams.judge.FlowTable;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.Schema;

/**
 * Compiled shapes by schema. The codec hands out one schema object for an id, so identity finds
 * them; should it ever forget, the caches start anew rather than grow. Thread-confined.
 */
public final class Shapes {

  private static final int LIMIT = 4096;

  private final Function<FlowTable, ColumnRules> rules;
  private final Map<FlowTable, Map<Schema, RowShape>> rows = new HashMap<>();
  private final Map<Schema, KeyShape> keys = new IdentityHashMap<>();

  public Shapes(Function<FlowTable, ColumnRules> rules) {
    this.rules = rules;
  }

  public RowShape row(FlowTable table, Schema schema) {
    Map<Schema, RowShape> shapes = rows.computeIfAbsent(table, t -> new IdentityHashMap<>());
    RowShape shape = shapes.get(schema);
    if (shape == null) {
      if (shapes.size() >= LIMIT) {
        shapes.clear();
      }
      shape = RowShape.of(schema, rules.apply(table));
      shapes.put(schema, shape);
    }
    return shape;
  }

  public KeyShape key(Schema schema) {
    KeyShape shape = keys.get(schema);
    if (shape == null) {
      if (keys.size() >= LIMIT) {
        keys.clear();
      }
      shape = KeyShape.of(schema);
      keys.put(schema, shape);
    }
    return shape;
  }
}
