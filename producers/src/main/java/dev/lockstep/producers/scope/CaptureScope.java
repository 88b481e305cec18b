package dev.lockstep.producers.scope;

import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.Flow;
import dev.lockstep.flow.TablePattern;
import dev.lockstep.flow.TableRename;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.schema.topic.TableName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which tables of one endpoint its capture reads: those that some flow takes from it, those that
 * some flow brings to it, and on a target the sink's progress.
 *
 * @param endpoint name of the endpoint, and its {@code type}
 * @param outgoing flows that have it as source
 * @param incoming flows that have it as target
 * @param progressSchema schema of the sink's own tables
 */
public record CaptureScope(
    String endpoint,
    EndpointType type,
    List<Flow> outgoing,
    List<Flow> incoming,
    String progressSchema) {

  static final String PROGRESS_TABLE = "progress";

  public CaptureScope {
    outgoing = List.copyOf(outgoing);
    incoming = List.copyOf(incoming);
  }

  public static CaptureScope of(LockstepConfig config, String endpoint) {
    return new CaptureScope(
        endpoint,
        config.endpoint(endpoint).type(),
        config.flows().values().stream().filter(f -> f.source().equals(endpoint)).toList(),
        config.flows().values().stream().filter(f -> f.target().equals(endpoint)).toList(),
        config.sink().progressSchema());
  }

  /** Whether any flow uses the endpoint. */
  public boolean isUsed() {
    return !outgoing.isEmpty() || !incoming.isEmpty();
  }

  /** Whether some flow writes here, so that markers matter. */
  public boolean isTarget() {
    return !incoming.isEmpty();
  }

  /** Whether changes of a table are published. */
  public boolean captures(TableName table) {
    return !table.schema().equals(progressSchema)
        && (outgoing.stream().anyMatch(flow -> flow.selects(table))
            || incoming.stream().anyMatch(flow -> flow.sourceOf(table).isPresent()));
  }

  /** Where a sink that writes here keeps its progress. */
  public TableName progressTable() {
    return new TableName(progressSchema, PROGRESS_TABLE);
  }

  /** Whether a table holds the sink's progress. */
  public boolean isProgress(TableName table) {
    return isTarget()
        && table.schema().equals(progressSchema)
        && table.table().equals(PROGRESS_TABLE);
  }

  /** Tables that a flow names one by one, as they are called here. */
  public Set<TableName> namedTables() {
    Set<TableName> named = new LinkedHashSet<>();
    for (Flow flow : outgoing) {
      exact(flow).forEach(named::add);
    }
    return named;
  }

  private static List<TableName> exact(Flow flow) {
    return flow.tables().include().stream()
        .filter(TablePattern::isExact)
        .map(pattern -> new TableName(pattern.schema(), pattern.table()))
        .filter(flow::selects)
        .toList();
  }

  /**
   * The connector's filter as one regular expression over {@code schema.table}. On a target it may
   * admit more than {@link #captures}: what a rename takes away is dropped after reading.
   *
   * @param refused tables that the connector must not even look at
   */
  public String includeRegex(Set<TableName> refused) {
    Set<String> alternatives = new LinkedHashSet<>();
    for (Flow flow : outgoing) {
      alternatives.add(selection(flow));
    }
    for (Flow flow : incoming) {
      alternatives.add(selection(flow));
      for (TableRename rename : flow.renames()) {
        alternatives.add(regex(rename.to()));
      }
    }
    if (isTarget()) {
      alternatives.add(regex(new TablePattern(progressSchema, PROGRESS_TABLE)));
    }
    String included = "(?:" + String.join("|", alternatives) + ")";
    if (refused.isEmpty()) {
      return included;
    }
    List<TablePattern> not = refused.stream().sorted().map(TablePattern::exactly).toList();
    return "(?!" + alternatives(not) + "$)" + included;
  }

  private static String selection(Flow flow) {
    String included = alternatives(flow.tables().include());
    List<TablePattern> exclude = flow.tables().exclude();
    return exclude.isEmpty() ? included : "(?!" + alternatives(exclude) + "$)" + included;
  }

  private static String alternatives(List<TablePattern> patterns) {
    return "(?:" + String.join("|", patterns.stream().map(CaptureScope::regex).toList()) + ")";
  }

  private static String regex(TablePattern pattern) {
    return regex(pattern.schema()) + "\\." + regex(pattern.table());
  }

  /** Everything but plain characters is spelt in hexadecimal: the connector splits at commas. */
  private static String regex(String part) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c == '%') {
        out.append(".*");
      } else if (c == '_' || (c < 128 && Character.isLetterOrDigit(c))) {
        out.append(c);
      } else {
        out.append(String.format("\\u%04x", (int) c));
      }
    }
    return out.toString();
  }
}
