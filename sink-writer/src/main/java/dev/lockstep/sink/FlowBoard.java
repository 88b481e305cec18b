package dev.lockstep.sink;

import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.status.Status;
import dev.lockstep.schema.topic.ChangeTopic;
import dev.lockstep.sink.apply.Board;
import dev.lockstep.sink.apply.Change;
import dev.lockstep.sink.apply.TargetError;
import dev.lockstep.sink.position.SourcePartition;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one state of a flow, and one of each of its tables, from what its workers say of their
 * partitions: the worst one counts. Thread-safe.
 */
final class FlowBoard {

  private static final Logger LOG = LoggerFactory.getLogger(FlowBoard.class);

  /** From the best to the worst. */
  private static final List<ComponentState> SEVERITY =
      List.of(
          ComponentState.RUNNING,
          ComponentState.STARTING,
          ComponentState.STOPPED,
          ComponentState.SNAPSHOT,
          ComponentState.RETRYING,
          ComponentState.REFUSED,
          ComponentState.FAILED);

  private final String flow;
  private final Statuses reporter;
  private final Map<Integer, Status> workers = new HashMap<>();
  private final Map<String, Map<Place, Status>> tables = new HashMap<>();

  /** Who says something of what. */
  private record Place(int worker, SourcePartition partition) {}

  FlowBoard(String flow, int workerCount, Statuses reporter) {
    this.flow = flow;
    this.reporter = reporter;
    for (int worker = 0; worker < workerCount; worker++) {
      worker(worker, Status.of(ComponentState.STARTING));
    }
  }

  /** The board of one worker. */
  Board of(int worker) {
    return new WorkerBoard(worker);
  }

  synchronized void worker(int worker, Status status) {
    if (!status.equals(workers.put(worker, status))) {
      reporter.flow(flow, worst(workers.values()));
    }
  }

  /** A worker lost its partitions: what it said of tables is no longer its to say. */
  synchronized void forgetTables(int worker) {
    tables.forEach((table, places) -> forget(table, places, place -> place.worker() == worker));
    tables.values().removeIf(Map::isEmpty);
  }

  /** Nothing is published when nothing is left: who has the partition now will speak. */
  private void forget(String table, Map<Place, Status> places, Predicate<Place> which) {
    if (!places.keySet().removeIf(which)) {
      return;
    }
    if (places.isEmpty()) {
      reporter.forget(flow, table);
    } else {
      reporter.table(flow, table, worst(places.values()));
    }
  }

  private synchronized void gone(Place place) {
    String table = tableOf(place.partition());
    Map<Place, Status> places = tables.get(table);
    if (places != null) {
      forget(table, places, place::equals);
      if (places.isEmpty()) {
        tables.remove(table);
      }
    }
  }

  private synchronized void partition(Place place, Status status) {
    String table = tableOf(place.partition());
    Map<Place, Status> places = tables.computeIfAbsent(table, key -> new HashMap<>());
    if (!status.equals(places.put(place, status))) {
      reporter.table(flow, table, worst(places.values()));
    }
  }

  private static String tableOf(SourcePartition partition) {
    return ChangeTopic.parse(partition.topic())
        .map(parsed -> parsed.table().toString())
        .orElse(partition.topic());
  }

  private static Status worst(Collection<Status> statuses) {
    return statuses.stream()
        .max(
            Comparator.<Status>comparingInt(status -> SEVERITY.indexOf(status.state()))
                // Of equals, who has most to say.
                .thenComparing(status -> status.message().map(String::length).orElse(0)))
        .orElseThrow();
  }

  private static Status status(ComponentState state, TargetError error) {
    return Status.of(state, error.message(), error.remedy());
  }

  private final class WorkerBoard implements Board {

    private final int worker;

    WorkerBoard(int worker) {
      this.worker = worker;
    }

    @Override
    public void running() {
      worker(worker, Status.of(ComponentState.RUNNING));
    }

    @Override
    public void retrying(TargetError error) {
      worker(worker, status(ComponentState.RETRYING, error));
    }

    @Override
    public void partitionRunning(SourcePartition partition, Optional<TargetError> notice) {
      partition(
          new Place(worker, partition),
          notice
              .map(error -> status(ComponentState.RUNNING, error))
              .orElse(Status.of(ComponentState.RUNNING)));
    }

    @Override
    public void partitionRetrying(SourcePartition partition, TargetError error) {
      partition(new Place(worker, partition), status(ComponentState.RETRYING, error));
    }

    @Override
    public void partitionRefused(SourcePartition partition, TargetError error) {
      partition(new Place(worker, partition), status(ComponentState.REFUSED, error));
    }

    @Override
    public void partitionGone(SourcePartition partition) {
      gone(new Place(worker, partition));
    }

    @Override
    public void deadLettered(Change change, TargetError error) {
      LOG.warn(
          "{}: offset {} of {} is a dead letter: {}",
          flow,
          change.offset(),
          change.partition(),
          error.message());
    }
  }
}
