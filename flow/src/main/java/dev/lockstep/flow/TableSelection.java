package dev.lockstep.flow;

import dev.lockstep.schema.topic.TableName;
import java.util.List;

/** Which tables of the source take part: included by some pattern and excluded by none. */
public record TableSelection(List<TablePattern> include, List<TablePattern> exclude) {

  public TableSelection {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  public boolean selects(TableName table) {
    return include.stream().anyMatch(pattern -> pattern.matches(table))
        && exclude.stream().noneMatch(pattern -> pattern.matches(table));
  }
}
