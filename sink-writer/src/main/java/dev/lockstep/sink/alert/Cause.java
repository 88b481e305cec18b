package dev.lockstep.sink.alert;

import dev.lockstep.schema.event.Alert;
import dev.lockstep.schema.event.Severity;

/**
 * What an alert is about: there is at most one open alert of a cause.
 *
 * @param code kind of trouble, as in {@link Alert}
 * @param severity decides the topic
 * @param flow flow, or empty
 * @param subject table, endpoint or component
 */
record Cause(String code, Severity severity, String flow, String subject) {

  static Cause of(Alert alert) {
    return new Cause(alert.getCode(), alert.getSeverity(), alert.getFlow(), alert.getSubject());
  }
}
