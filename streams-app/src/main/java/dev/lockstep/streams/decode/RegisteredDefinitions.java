package dev.lockstep.streams.decode;

import dev.lockstep.schema.codec.RegistryClient;
import dev.lockstep.schema.row.ColumnRules;
import dev.lockstep.schema.row.Filling;
import dev.lockstep.schema.row.Reshape;
import dev.lockstep.schema.row.RowDigest;
import dev.lockstep.schema.row.RowShape;
import dev.lockstep.streams.judge.Definitions;
import dev.lockstep.streams.judge.FlowTable;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** Compares definitions by the schemas that the registry holds of them. Thread-confined. */
public final class RegisteredDefinitions implements Definitions {

  private static final String PRIMARY_KEY = "lockstep.key";

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
  public boolean keysDiffer(int source, int target) {
    Optional<List<String>> atSource = key(source);
    Optional<List<String>> atTarget = key(target);
    return atSource.isPresent()
        && atTarget.isPresent()
        && !folded(atSource.get()).equals(folded(atTarget.get()));
  }

  @Override
  public Optional<String> difference(FlowTable table, int source, int target) {
    Set<String> atSource = columns(table, source);
    Set<String> atTarget = columns(table, target);
    Set<String> onlyAtSource = new LinkedHashSet<>(atSource);
    onlyAtSource.removeAll(atTarget);
    atTarget.removeAll(atSource);
    String words =
        Stream.of(only(onlyAtSource, "source"), only(atTarget, "target"), keys(source, target))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(", "));
    return words.isEmpty() ? Optional.empty() : Optional.of(words);
  }

  private String keys(int source, int target) {
    return keysDiffer(source, target)
        ? "primary key (%s) at the source and (%s) at the target"
            .formatted(
                String.join(", ", key(source).orElseThrow()),
                String.join(", ", key(target).orElseThrow()))
        : "";
  }

  /** The columns of the primary key, where the definition tells them. */
  private Optional<List<String>> key(int id) {
    Schema row = rowSchema(id);
    return row.getObjectProp(PRIMARY_KEY) instanceof Collection<?> names
        ? Optional.of(
            names.stream().map(name -> RowShape.columnName(row.getField(name.toString()))).toList())
        : Optional.empty();
  }

  /** Rows are told apart by their keys' columns in the order of their names. */
  private static Set<String> folded(List<String> columns) {
    return columns.stream()
        .map(column -> column.toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
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
