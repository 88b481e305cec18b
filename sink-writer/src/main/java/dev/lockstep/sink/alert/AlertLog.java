package dev.lockstep.sink.alert;

import dev.lockstep.schema.event.Alert;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.kafka.Tenure;
import java.util.Collection;
import java.util.List;

/** The topics that alerts come from and go to, read and written exactly once. */
interface AlertLog extends AutoCloseable {

  /**
   * Makes this the only instance, and gives the newest state of every alert. Facts then go on
   * behind the last one whose effects are in those states.
   */
  Collection<Alert> restore();

  /** The newest status of each component as of the last fact whose effects are in those states. */
  Collection<ComponentStatus> statuses();

  /** The names of all topics, perhaps as of some seconds ago. */
  Collection<String> topics();

  /** The next facts, in the order of each partition; none if none came for a moment. */
  List<Fact> poll();

  /** Writes what the facts polled so far led to, and that they were read: all of it, or nothing. */
  void commit(Emission emission);

  /**
   * What a failure means for this being the only instance.
   *
   * @throws RuntimeException when it cannot be found out
   */
  Tenure.End ended(RuntimeException failure);

  @Override
  void close();
}
