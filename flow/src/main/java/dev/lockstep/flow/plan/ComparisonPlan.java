package dev.lockstep.flow.plan;

import dev.lockstep.schema.change.Column;
import dev.lockstep.schema.change.RowDefinition;
import dev.lockstep.schema.row.ColumnRule;
import dev.lockstep.schema.row.ColumnRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How the rows of a table are compared, given both sides' definitions and the flow's rules. A rule
 * of the flow goes before what would follow from the types.
 */
public final class ComparisonPlan {

  private final ColumnRules rules;
  private final List<PlannedColumn> columns;

  private ComparisonPlan(ColumnRules rules, List<PlannedColumn> columns) {
    this.rules = rules;
    this.columns = List.copyOf(columns);
  }

  /** While only one side's definition is known: the flow's own rules. */
  public static ComparisonPlan ofOneSide(ColumnRules rules) {
    return new ComparisonPlan(rules, List.of());
  }

  public static ComparisonPlan of(RowDefinition source, RowDefinition target, ColumnRules rules) {
    List<PlannedColumn> columns = new ArrayList<>();
    Map<String, ColumnRule> byColumn = new HashMap<>();
    for (Column column : source.columns()) {
      Optional<Column> partner = target.column(column.name());
      if (partner.isPresent()) {
        boolean inKey = isKey(source, column) || isKey(target, column);
        PlannedColumn planned = Pairing.of(column, partner.get(), rules.of(column.name()), inKey);
        columns.add(planned);
        byColumn.put(column.folded(), planned.rule());
      }
    }
    for (RowDefinition side : List.of(source, target)) {
      side.columns().forEach(c -> byColumn.putIfAbsent(c.folded(), rules.of(c.name())));
    }
    return new ComparisonPlan(ColumnRules.of(byColumn), columns);
  }

  /** The rules that both sides are digested under. */
  public ColumnRules rules() {
    return rules;
  }

  public List<PlannedColumn> columns() {
    return columns;
  }

  /** What is compared less than exactly, a phrase for each column. */
  public List<String> underRule() {
    return columns.stream()
        .flatMap(column -> column.underRule().map(words -> column.name() + " " + words).stream())
        .toList();
  }

  /** Columns that cannot be compared at all, in words. */
  public List<String> unpaired() {
    return columns.stream()
        .flatMap(column -> column.unpaired().map(Unpaired::words).stream())
        .toList();
  }

  /** Whether rows can be told apart by the same on both sides. */
  public boolean joinsKeys() {
    return columns.stream()
        .noneMatch(column -> column.unpaired().filter(Unpaired::ofKey).isPresent());
  }

  /** What of the source's values does not fit into the target. */
  public List<Misfit> misfits() {
    return columns.stream().flatMap(column -> column.misfits().stream()).toList();
  }

  private static boolean isKey(RowDefinition side, Column column) {
    return side.key().stream()
        .anyMatch(name -> name.toLowerCase(Locale.ROOT).equals(column.folded()));
  }
}
