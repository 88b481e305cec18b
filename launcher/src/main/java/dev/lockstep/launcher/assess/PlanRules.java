package dev.lockstep.launcher.assess;

import dev.lockstep.engine.mysql.sql.SqlText;
import dev.lockstep.flow.Flow;
import dev.lockstep.flow.plan.ComparisonPlan;
import dev.lockstep.flow.plan.Misfit;
import dev.lockstep.schema.topic.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How tables that are there on both sides will be compared, and what will not fit. */
final class PlanRules {

  private PlanRules() {}

  static void look(
      Flow flow, List<ListedTable> source, List<ListedTable> target, List<Finding> findings) {
    Map<TableName, ListedTable> there = new HashMap<>();
    target.stream().filter(ListedTable::isPlain).forEach(table -> there.put(table.name(), table));
    for (ListedTable table : source) {
      ListedTable partner = there.get(flow.targetOf(table.name()));
      if (table.isPlain() && partner != null) {
        look(flow, table, partner, findings);
      }
    }
  }

  private static void look(
      Flow flow, ListedTable table, ListedTable partner, List<Finding> findings) {
    String subject = TableRules.subject(flow, table.name());
    ComparisonPlan plan =
        ComparisonPlan.of(table.definition(), partner.definition(), flow.rules(table.name()));
    for (String unpaired : plan.unpaired()) {
      findings.add(
          Finding.wrong(
              subject,
              unpaired.substring(0, 1).toUpperCase(Locale.ROOT) + unpaired.substring(1),
              "ALTER TABLE %s at the target to a type like the source's, or leave the column out of the comparison with flows.%s.columns: ignore"
                  .formatted(SqlText.name(partner.name()), flow.name())));
    }
    for (Misfit misfit : plan.misfits()) {
      findings.add(
          Finding.warning(
              subject,
              "Not all values fit into the target: " + misfit.words(),
              "ALTER TABLE %s MODIFY %s %s at the target, before it is loaded"
                  .formatted(
                      SqlText.name(partner.name()),
                      SqlText.name(misfit.column()),
                      misfit.source())));
    }
    if (!plan.underRule().isEmpty()) {
      findings.add(
          Finding.note(
              subject,
              "It is compared under a rule: " + String.join("; ", plan.underRule()),
              "Nothing, or give the target's columns the source's types to have them compared"
                  + " exactly"));
    }
  }
}
