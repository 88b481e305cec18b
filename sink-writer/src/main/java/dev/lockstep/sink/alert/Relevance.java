package dev.lockstep.sink.alert;

import dev.lockstep.flow.Configured;
import dev.lockstep.schema.event.Alert;

/** Which facts and which open alerts still concern something that is configured. */
final class Relevance {

  private final Configured configured;

  Relevance(Configured configured) {
    this.configured = configured;
  }

  boolean concerns(Fact fact) {
    return switch (fact) {
      case Fact.OfRow row -> table(row.verdict().getFlow(), row.verdict().getTable());
      case Fact.OfTable table -> table(table.status().getFlow(), table.status().getTable());
      case Fact.OfLag lag -> table(lag.lag().getFlow(), lag.lag().getTable());
      case Fact.OfDeadLetter letter -> table(letter.letter().getFlow(), letter.letter().getTable());
      case Fact.OfComponent component -> configured.concerns(component.status());
      case Fact.Unreadable unreadable -> true;
    };
  }

  /** A cause without a flow is of an endpoint, of one table there, or of a topic. */
  boolean concerns(Alert alert) {
    String flow = alert.getFlow();
    String subject = alert.getSubject();
    if (!flow.isEmpty()) {
      return subject.equals(flow) ? configured.flow(flow) : table(flow, subject);
    }
    if (alert.getCode().equals(AlertRules.UNREADABLE)) {
      return true;
    }
    int slash = subject.indexOf('/');
    return slash < 0
        ? configured.endpoint(subject)
        : configured.endpointTable(subject.substring(0, slash), subject.substring(slash + 1));
  }

  /** A dead letter may be of a marker, hence of no flow. */
  private boolean table(String flow, String table) {
    return flow.isEmpty() || configured.table(flow, table);
  }
}
