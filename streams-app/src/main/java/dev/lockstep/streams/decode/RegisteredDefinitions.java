package dev.lockstep.streams.decode;

import dev.lockstep.flow.plan.ComparisonPlan;
import dev.lockstep.flow.plan.Misfit;
import dev.lockstep.schema.change.Encoding;
import dev.lockstep.schema.change.Filling;
import dev.lockstep.schema.change.Reshape;
import dev.lockstep.schema.change.RowDefinition;
import dev.lockstep.schema.codec.RegistryClient;
import dev.lockstep.schema.row.ColumnRules;
import dev.lockstep.schema.row.RowDigest;
import dev.lockstep.schema.row.RowShape;
import dev.lockstep.streams.judge.Definitions;
import dev.lockstep.streams.judge.FlowTable;
import dev.lockstep.streams.judge.SchemaPair;
import dev.lockstep.streams.state.Side;
import java.util.HashMap;
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
public final class RegisteredDefinitions implements Definitions, Shapes.Plans {

  private static final int LIMIT = 4096;

  private record Compared(FlowTable table, SchemaPair schemas) {}

  private final RegistryClient registry;
  private final Function<FlowTable, ColumnRules> rules;
  private final Map<Compared, ComparisonPlan> plans = new HashMap<>();

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
  public RowDigest filled(FlowTable table, Side side, int before, SchemaPair now) {
    return Filling.added(rowSchema(before), rowSchema(now.of(side)), rules(table, now));
  }

  @Override
  public ColumnRules rules(FlowTable table, SchemaPair now) {
    return plan(table, now).rules();
  }

  @Override
  public Encoding encoding(FlowTable table, Side side, SchemaPair now) {
    return Encoding.of(rowSchema(now.of(side)), rules(table, now));
  }

  @Override
  public Optional<String> recoded(Encoding before, int beforeSchema, Encoding now, int nowSchema) {
    Set<String> shared = names(beforeSchema);
    shared.retainAll(names(nowSchema));
    return now.conflict(before, shared);
  }

  @Override
  public Optional<String> underRule(FlowTable table, SchemaPair now) {
    return joined(plan(table, now).underRule());
  }

  @Override
  public Optional<String> misfits(FlowTable table, SchemaPair now) {
    return joined(plan(table, now).misfits().stream().map(Misfit::words).toList());
  }

  private static Optional<String> joined(List<String> phrases) {
    return phrases.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", phrases));
  }

  private ComparisonPlan plan(FlowTable table, SchemaPair now) {
    Compared compared = new Compared(table, now);
    ComparisonPlan known = plans.get(compared);
    if (known == null) {
      if (plans.size() >= LIMIT) {
        plans.clear();
      }
      known =
          now.isWhole()
              ? ComparisonPlan.of(
                  RowDefinition.of(rowSchema(now.source())),
                  RowDefinition.of(rowSchema(now.target())),
                  rules.apply(table))
              : ComparisonPlan.ofOneSide(rules.apply(table));
      plans.put(compared, known);
    }
    return known;
  }

  private Set<String> names(int schema) {
    Set<String> names = new LinkedHashSet<>();
    RowDefinition.of(rowSchema(schema)).columns().forEach(column -> names.add(column.folded()));
    return names;
  }

  @Override
  public boolean keysDiffer(FlowTable table, SchemaPair now) {
    return haveOtherKeys(now.source(), now.target()) || !plan(table, now).joinsKeys();
  }

  private boolean haveOtherKeys(int source, int target) {
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
        Stream.concat(
                Stream.of(
                        only(onlyAtSource, "source"),
                        only(atTarget, "target"),
                        keys(source, target))
                    .filter(part -> !part.isEmpty()),
                plan(table, new SchemaPair(source, target)).unpaired().stream())
            .collect(Collectors.joining(", "));
    return words.isEmpty() ? Optional.empty() : Optional.of(words);
  }

  private String keys(int source, int target) {
    return haveOtherKeys(source, target)
        ? "primary key (%s) at the source and (%s) at the target"
            .formatted(
                String.join(", ", key(source).orElseThrow()),
                String.join(", ", key(target).orElseThrow()))
        : "";
  }

  /** The columns of the primary key, where the definition tells them. */
  private Optional<List<String>> key(int id) {
    List<String> key = RowDefinition.of(rowSchema(id)).key();
    return key.isEmpty() ? Optional.empty() : Optional.of(key);
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
