package dev.lockstep.launcher.reread;

import dev.lockstep.flow.Flow;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.schema.topic.ChangeTopic;
import dev.lockstep.schema.topic.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A table at one endpoint.
 *
 * @param table as it is called there
 */
public record RereadTarget(String endpoint, TableName table) {

  /** Which side of a flow. */
  public enum Side {
    SOURCE,
    TARGET,
    BOTH
  }

  /**
   * What a person means by {@code FLOW.TABLE}.
   *
   * @param name flow, a dot, and the source table as {@code schema.table}, or without its schema
   *     where the flow has only one of that name
   * @param topics all topics that there are: a table has one once it was captured
   */
  public static List<RereadTarget> parse(
      LockstepConfig config, String name, Side side, Collection<String> topics) {
    Flow flow =
        config.flows().values().stream()
            .filter(known -> name.startsWith(known.name() + "."))
            .max(Comparator.comparingInt(known -> known.name().length()))
            .orElseThrow(
                () ->
                    wrong(
                        "No flow of this configuration begins '%s'".formatted(name),
                        "Name a table as FLOW.SCHEMA.TABLE, with one of these flows: "
                            + String.join(", ", new TreeSet<>(config.flows().keySet()))));
    TableName table = table(flow, name.substring(flow.name().length() + 1), topics);
    List<RereadTarget> targets = new ArrayList<>();
    if (side != Side.TARGET) {
      targets.add(new RereadTarget(flow.source(), table));
    }
    if (side != Side.SOURCE) {
      targets.add(new RereadTarget(flow.target(), flow.targetOf(table)));
    }
    return targets;
  }

  private static TableName table(Flow flow, String text, Collection<String> topics) {
    TreeSet<TableName> there = new TreeSet<>();
    for (String topic : topics) {
      Optional<ChangeTopic> parsed = ChangeTopic.parse(topic);
      if (parsed.isPresent()
          && parsed.get().endpoint().equals(flow.source())
          && flow.selects(parsed.get().table())) {
        there.add(parsed.get().table());
      }
    }
    List<TableName> meant =
        there.stream()
            .filter(table -> table.toString().equals(text) || table.table().equals(text))
            .toList();
    if (meant.size() == 1) {
      return meant.getFirst();
    }
    throw wrong(
        meant.isEmpty()
            ? "Flow %s has no table '%s'".formatted(flow.name(), text)
            : "Flow %s has several tables '%s'".formatted(flow.name(), text),
        there.isEmpty()
            ? "Nothing of this flow has been captured yet: start the producers."
            : "Its tables are: "
                + String.join(
                    ", ",
                    (meant.isEmpty() ? there : meant).stream().map(TableName::toString).toList()));
  }

  private static LockstepException wrong(String message, String remedy) {
    return new LockstepException(Category.CONFIGURATION, message, remedy);
  }

  @Override
  public String toString() {
    return table + " of " + endpoint;
  }
}
