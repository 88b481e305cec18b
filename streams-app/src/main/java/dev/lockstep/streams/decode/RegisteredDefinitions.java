package dev.lockstep.streams.decode;

import dev.lockstep.schema.codec.RegistryClient;
import dev.lockstep.schema.row.ColumnRules;
import dev.lockstep.schema.row.Filling;
import dev.lockstep.schema.row.Reshape;
import dev.lockstep.schema.row.RowDigest;
import dev.lockstep.schema.row.RowShape;
import dev.lockstep.streams.judge.Definitions;
import dev.lockstep.streams.judge.FlowTable;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.Schema;

/** Compares definitions by the schemas that the registry holds of them. Thread-confined. */
public final class RegisteredDefinitions implements Definitions {

  private final RegistryClient registry;
  private final Function<FlowTable, ColumnRules> rules;

  public RegisteredDefinitions(
      Map<String, ?> registryConfig, Function<FlowTable, ColumnRules> rules) {
    this.registry = RegistryClient.of(registryConfig);
    this.rules = rules;
  }

  @Override
  public boolean reshaped(int before, int after) {
    return Reshape.between(rowSchema(before), rowSchema(after));
  }

  @Override
  public RowDigest filled(FlowTable table, int before, int after) {
    return Filling.added(rowSchema(before), rowSchema(after), rules.apply(table));
  }

  @Override
  public Optional<String> difference(FlowTable table, int source, int target) {
    Set<String> atSource = columns(table, source);
    Set<String> atTarget = columns(table, target);
    Set<String> onlyAtSource = new LinkedHashSet<>(atSource);
    onlyAtSource.removeAll(atTarget);
    atTarget.removeAll(atSource);
    if (onlyAtSource.isEmpty() && atTarget.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        only(onlyAtSource, "source")
            + (onlyAtSource.isEmpty() || atTarget.isEmpty() ? "" : ", ")
            + only(atTarget, "target"));
  }

  private static String only(Set<String> columns, String side) {
    return columns.isEmpty()
        ? ""
        : (columns.size() == 1 ? "column " : "columns ")
            + String.join(", ", columns)
            + " only at the "
            + side;
  }

  private Set<String> columns(FlowTable table, int schema) {
    return new LinkedHashSet<>(RowShape.of(rowSchema(schema), rules.apply(table)).columns());
  }

  /** The schema of the rows under a definition: the record among the branches of {@code after}. */
  public Schema rowSchema(int id) {
    Schema envelope = registry.byId(id);
    return envelope.getField("after").schema().getTypes().stream()
        .filter(type -> type.getType() == Schema.Type.RECORD)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No row in " + envelope.getFullName()));
  }
}
