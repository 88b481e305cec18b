package dev.lockstep.sink.apply;

import dev.lockstep.sink.position.Advance;
import dev.lockstep.sink.position.SourcePartition;
import dev.lockstep.sink.position.Taken;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A database with transactions, row locks on progress, restarts, and answers that get lost. Rows
 * are found case-insensitively, as under MariaDB's usual collations.
 */
final class SimulatedTarget implements Target {

  /** A row: the spelling of its key, and its version. */
  record Row(String id, int version) {}

  /** One partition's part of the database. */
  static final class State {
    Map<String, Row> rows = new TreeMap<>();
    long applied = Taken.NOTHING;
    long fence;
    boolean snapshotKnown;
    boolean remembering;
    Set<String> seen = new TreeSet<>();

    State copy() {
      State copy = new State();
      copy.rows = new TreeMap<>(rows);
      copy.applied = applied;
      copy.fence = fence;
      copy.snapshotKnown = snapshotKnown;
      copy.remembering = remembering;
      copy.seen = new TreeSet<>(seen);
      return copy;
    }
  }

  /** What may go wrong at each call. */
  interface Faults {
    /** May throw, kill the worker, or let the other worker run. */
    void at(String call) throws TargetException;

    /** Whether the answer to a commit gets lost, and if so whether it happened. */
    CommitFault atCommit();

    /** Whether the target refuses this change's row. */
    boolean refuses(Change change);

    /** Whether a version may be that of one row only, over all partitions of a topic. */
    default boolean versionsAreUnique() {
      return false;
    }

    /** A refusal of the table as a whole, or of its rows for another reason. */
    default void onWrite(String topic, Wave wave) throws TargetException {}
  }

  enum CommitFault {
    NONE,
    LOST_BEFORE,
    LOST_AFTER,
    DEADLOCK
  }

  private final Map<SourcePartition, State> committed = new HashMap<>();
  private final Map<SourcePartition, Session> locks = new HashMap<>();
  private final Set<Session> sessions = new HashSet<>();
  private int commits;

  State state(SourcePartition partition) {
    return committed.computeIfAbsent(partition, p -> new State());
  }

  int commits() {
    return commits;
  }

  private Set<SourcePartition> partitionsOf(String topic) {
    Set<SourcePartition> partitions = new HashSet<>();
    for (SourcePartition partition : committed.keySet()) {
      if (partition.topic().equals(topic)) {
        partitions.add(partition);
      }
    }
    return partitions;
  }

  /** Every connection breaks and every open transaction is rolled back. */
  void restart() {
    for (Session session : new ArrayList<>(sessions)) {
      session.broken = true;
      session.undo();
    }
  }

  @Override
  public TargetSession connect() {
    throw new UnsupportedOperationException("connect through a worker's faults");
  }

  Target through(Faults faults) {
    return () -> {
      faults.at("connect");
      return new Session(faults);
    };
  }

  static TargetException failure(TargetException.Scope scope, String message) {
    return new TargetException(scope, TargetError.of("sim", message, ""), null);
  }

  /** One connection. */
  final class Session implements TargetSession {

    private final Faults faults;
    private final Map<SourcePartition, State> working = new HashMap<>();
    private boolean broken;

    Session(Faults faults) {
      this.faults = faults;
      sessions.add(this);
    }

    private void step(String call) throws TargetException {
      try {
        faults.at(call);
      } catch (TargetException e) {
        if (e.scope() == TargetException.Scope.SERVER) {
          broken = true;
          undo();
        }
        throw e;
      }
      if (broken) {
        throw failure(TargetException.Scope.SERVER, "connection is broken");
      }
    }

    /** A transaction sees committed data until it writes; then its own. */
    private State working(SourcePartition partition) {
      return working.computeIfAbsent(partition, p -> state(p).copy());
    }

    private void lock(SourcePartition partition) throws TargetException {
      Session holder = locks.get(partition);
      if (holder != null && holder != this) {
        throw failure(TargetException.Scope.CONTENTION, "lock wait timeout");
      }
      locks.put(partition, this);
    }

    private void undo() {
      working.clear();
      locks.values().removeIf(holder -> holder == this);
    }

    @Override
    public Map<SourcePartition, Taken> take(Collection<SourcePartition> partitions)
        throws TargetException {
      step("take");
      try {
        for (SourcePartition partition : partitions) {
          lock(partition);
        }
      } catch (TargetException e) {
        undo();
        throw e;
      }
      Map<SourcePartition, Taken> taken = new HashMap<>();
      for (SourcePartition partition : partitions) {
        State state = state(partition);
        state.fence++;
        taken.put(
            partition, new Taken(state.fence, state.applied, state.applied, state.remembering));
      }
      undo();
      // The answer may get lost although the fences are raised.
      step("taken");
      return taken;
    }

    @Override
    public Map<SourcePartition, Taken> look(Collection<SourcePartition> partitions)
        throws TargetException {
      step("look");
      Map<SourcePartition, Taken> found = new HashMap<>();
      for (SourcePartition partition : partitions) {
        State state = state(partition);
        found.put(
            partition, new Taken(state.fence, state.applied, state.applied, state.remembering));
      }
      return found;
    }

    @Override
    public Optional<TargetError> notice(String topic) {
      return Optional.empty();
    }

    @Override
    public Set<String> lookAgain() {
      return Set.of();
    }

    @Override
    public void prepare(String topic, List<Change> changes) throws TargetException {
      step("prepare");
    }

    @Override
    public void write(String topic, Wave wave) throws TargetException {
      step("write");
      faults.onWrite(topic, wave);
      for (Change change : wave.upserts()) {
        if (faults.refuses(change)) {
          throw failure(TargetException.Scope.ROWS, "refused " + Changes.id(change));
        }
      }
      for (Change change : wave.deletes()) {
        working(change.partition()).rows.remove(fold(change));
      }
      if (faults.versionsAreUnique()) {
        // As a real session does it: all keys are deleted first, then all rows inserted.
        wave.upserts().forEach(change -> working(change.partition()).rows.remove(fold(change)));
      }
      for (Change change : wave.upserts()) {
        if (faults.versionsAreUnique()) {
          checkUnique(topic, Changes.version(change), fold(change));
        }
        working(change.partition())
            .rows
            .put(fold(change), new Row(Changes.id(change), Changes.version(change)));
      }
      step("wrote");
    }

    private State seen(SourcePartition partition) {
      State mine = working.get(partition);
      return mine == null ? state(partition) : mine;
    }

    private void checkUnique(String topic, int version, String key) throws TargetException {
      for (SourcePartition partition : partitionsOf(topic)) {
        for (Map.Entry<String, Row> row : seen(partition).rows.entrySet()) {
          if (row.getValue().version() == version && !row.getKey().equals(key)) {
            throw new TargetException(
                TargetException.Scope.ROWS,
                new TargetError("23000/1062", row.getKey() + " holds " + version, "", true),
                null);
          }
        }
      }
    }

    @Override
    public void write(String topic, Wave wave, Set<SourcePartition> remembering)
        throws TargetException {
      makeWay(wave, remembering);
      write(topic, wave);
    }

    private void makeWay(Wave wave, Set<SourcePartition> remembering) throws TargetException {
      step("make way");
      for (Change change : wave.upserts()) {
        for (SourcePartition partition : remembering) {
          State state = working(partition);
          state
              .rows
              .entrySet()
              .removeIf(
                  row ->
                      row.getValue().version() == Changes.version(change)
                          && !state.seen.contains(row.getKey()));
        }
      }
    }

    @Override
    public void remember(SourcePartition partition, List<Change> changes) throws TargetException {
      step("remember");
      changes.forEach(change -> working(partition).seen.add(fold(change)));
    }

    @Override
    public boolean barrier(Change barrier, boolean remembering) throws TargetException {
      step("barrier");
      State state = working(barrier.partition());
      return switch (barrier.operation()) {
        case SNAPSHOT_START -> {
          state.remembering = state.snapshotKnown;
          state.snapshotKnown = true;
          state.seen.clear();
          yield state.remembering;
        }
        case SNAPSHOT_END -> {
          if (remembering) {
            state.rows.keySet().retainAll(state.seen);
          }
          state.seen.clear();
          state.remembering = false;
          yield false;
        }
        case TRUNCATE -> {
          state.rows.clear();
          yield remembering;
        }
        default -> remembering;
      };
    }

    @Override
    public Set<SourcePartition> advance(Collection<Advance> advances) throws TargetException {
      step("advance");
      Set<SourcePartition> fenced = new HashSet<>();
      for (Advance advance : advances) {
        lock(advance.partition());
        if (state(advance.partition()).fence != advance.fence()) {
          fenced.add(advance.partition());
        }
        working(advance.partition()).applied = advance.offset();
      }
      step("advanced");
      return fenced;
    }

    @Override
    public Set<SourcePartition> noteSeen(Collection<Advance> advances) throws TargetException {
      step("note");
      return Set.of();
    }

    @Override
    public void commit() throws TargetException {
      step("commit");
      CommitFault fault = faults.atCommit();
      if (fault == CommitFault.DEADLOCK) {
        undo();
        throw failure(TargetException.Scope.CONTENTION, "deadlock at commit");
      }
      if (faults.versionsAreUnique()) {
        // What a unique index does by locks: two open transactions never both get a value.
        for (Map.Entry<SourcePartition, State> mine : working.entrySet()) {
          for (Map.Entry<String, Row> row : mine.getValue().rows.entrySet()) {
            try {
              checkUnique(mine.getKey().topic(), row.getValue().version(), row.getKey());
            } catch (TargetException e) {
              undo();
              throw failure(TargetException.Scope.CONTENTION, "deadlock on a unique value");
            }
          }
        }
      }
      if (fault != CommitFault.LOST_BEFORE) {
        working.forEach(
            (partition, state) -> {
              state.fence = state(partition).fence;
              committed.put(partition, state);
            });
        commits++;
      }
      undo();
      if (fault != CommitFault.NONE) {
        broken = true;
        throw failure(TargetException.Scope.SERVER, "connection lost in commit");
      }
      step("committed");
    }

    @Override
    public void rollback() throws TargetException {
      undo();
      step("rollback");
    }

    @Override
    public void close() {
      broken = true;
      undo();
      sessions.remove(this);
    }
  }

  private static String fold(Change change) {
    return Changes.id(change).toLowerCase(Locale.ROOT);
  }

  /** What a partition's rows are after its log up to an offset; changes that fail do nothing. */
  static Map<String, Row> fold(List<Change> log, long upTo, Function<Change, Boolean> passedOver) {
    Map<String, Row> rows = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    boolean known = false;
    boolean remembering = false;
    for (Change change : log) {
      if (change.offset() > upTo) {
        break;
      }
      if (!change.operation().isBarrier()) {
        seen.add(fold(change));
      }
      switch (change.operation()) {
        case UPSERT -> {
          if (!passedOver.apply(change)) {
            rows.put(fold(change), new Row(Changes.id(change), Changes.version(change)));
          }
        }
        case DELETE -> rows.remove(fold(change));
        case TRUNCATE -> rows.clear();
        case SNAPSHOT_START -> {
          remembering = known;
          known = true;
          seen.clear();
        }
        case SNAPSHOT_END -> {
          if (remembering) {
            rows.keySet().retainAll(seen);
          }
          remembering = false;
        }
        case SCHEMA, UNREADABLE -> {}
      }
    }
    return rows;
  }
}
