package dev.lockstep.sink.alert;

import dev.lockstep.schema.event.Alert;
import java.util.List;

/**
 * What the book has to say since the last time.
 *
 * @param transitions alerts opened and resolved, in order, for the topics of their severities
 * @param states the newest state of each alert that changed
 * @param forgotten ids of resolved alerts that make room for newer ones
 */
record Emission(List<Alert> transitions, List<Alert> states, List<String> forgotten) {

  Emission {
    transitions = List.copyOf(transitions);
    states = List.copyOf(states);
    forgotten = List.copyOf(forgotten);
  }
}
