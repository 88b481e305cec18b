package dev.lockstep.flow.plan;

import dev.lockstep.schema.row.ColumnRule;
import java.util.List;
import java.util.Optional;

/**
 * How one pair of columns is compared.
 *
 * @param name as at the source
 * @param rule under which both sides are digested
 * @param underRule in words, where they are compared less than exactly
 * @param unpaired why they cannot be compared at all
 */
public record PlannedColumn(
    String name,
    ColumnRule rule,
    Optional<String> underRule,
    Optional<Unpaired> unpaired,
    List<Misfit> misfits) {

  public PlannedColumn {
    misfits = List.copyOf(misfits);
  }
}
