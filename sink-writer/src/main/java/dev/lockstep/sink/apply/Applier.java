package dev.lockstep.sink.apply;

import dev.lockstep.sink.position.Advance;
import dev.lockstep.sink.position.SourcePartition;
import dev.lockstep.sink.position.Taken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One attempt to apply slices of the log: their rows and their progress in one target transaction
 * (invariant 2).
 *
 * <p>Progress is written last, right before the commit, guarded by the fence: a zombie may write
 * rows, but finds its fence gone and takes them back. DDL commits by itself in MariaDB, so tables
 * are prepared before the transaction opens. Stateless: what an attempt learns is in its outcome.
 */
final class Applier {

  private Applier() {}

  static Outcome attempt(
      TargetSession session, List<Slice> slices, Map<SourcePartition, Taken> taken) {
    List<Slice> unsettled = unsettled(slices, taken);
    if (unsettled.isEmpty()) {
      return new Outcome.AlreadyApplied();
    }
    for (Slice slice : unsettled) {
      TargetError problem = slice.first().problem();
      if (problem != null && !slice.passedOver()) {
        return new Outcome.Rejected(slice.partition().topic(), problem);
      }
    }
    Map<String, List<Change>> byTopic = byTopic(unsettled);
    for (Map.Entry<String, List<Change>> topic : byTopic.entrySet()) {
      try {
        session.prepare(topic.getKey(), topic.getValue());
      } catch (TargetException e) {
        return failed(topic.getKey(), e);
      }
    }
    return transact(session, unsettled, byTopic, taken);
  }

  private static List<Slice> unsettled(List<Slice> slices, Map<SourcePartition, Taken> taken) {
    List<Slice> unsettled = new ArrayList<>();
    for (Slice slice : slices) {
      Taken from = taken.get(slice.partition());
      if (from == null) {
        throw new IllegalStateException(slice.partition() + " was not taken");
      }
      slice.after(from.appliedOffset()).ifPresent(unsettled::add);
    }
    return unsettled;
  }

  private static Map<String, List<Change>> byTopic(List<Slice> slices) {
    Map<String, List<Change>> byTopic = new LinkedHashMap<>();
    for (Slice slice : slices) {
      if (!slice.passedOver()) {
        byTopic
            .computeIfAbsent(slice.partition().topic(), topic -> new ArrayList<>())
            .addAll(slice.changes());
      }
    }
    return byTopic;
  }

  private static Outcome transact(
      TargetSession session,
      List<Slice> slices,
      Map<String, List<Change>> byTopic,
      Map<SourcePartition, Taken> taken) {
    String topic = "";
    Map<SourcePartition, Taken> now;
    try {
      for (Map.Entry<String, List<Change>> entry : byTopic.entrySet()) {
        topic = entry.getKey();
        for (Wave wave : Wave.of(rows(entry.getValue()))) {
          session.write(topic, wave);
        }
      }
      now = new HashMap<>();
      for (Slice slice : slices) {
        topic = slice.partition().topic();
        now.put(slice.partition(), settle(session, slice, taken));
      }
      Set<SourcePartition> fenced = session.advance(advances(now));
      if (!fenced.isEmpty()) {
        session.rollback();
        return new Outcome.Fenced(fenced);
      }
    } catch (TargetException e) {
      return rolledBack(session, topic, e);
    }
    return commit(session, now);
  }

  private static List<Change> rows(List<Change> changes) {
    return changes.stream().filter(change -> !change.operation().isBarrier()).toList();
  }

  private static Taken settle(TargetSession session, Slice slice, Map<SourcePartition, Taken> taken)
      throws TargetException {
    Taken from = taken.get(slice.partition());
    if (from == null) {
      throw new IllegalStateException(slice.partition() + " was not taken");
    }
    Taken now = from.movedTo(slice.lastOffset());
    if (slice.isBarrier()) {
      return slice.passedOver()
          ? now
          : now.remembering(session.barrier(slice.first(), from.remembering()));
    }
    if (from.remembering()) {
      // A row that went to the dead letters was seen all the same.
      session.remember(slice.partition(), slice.changes());
    }
    return now;
  }

  private static List<Advance> advances(Map<SourcePartition, Taken> now) {
    List<Advance> advances = new ArrayList<>();
    now.forEach(
        (partition, taken) ->
            advances.add(new Advance(partition, taken.fence(), taken.appliedOffset())));
    return advances;
  }

  private static Outcome commit(TargetSession session, Map<SourcePartition, Taken> now) {
    try {
      session.commit();
      return new Outcome.Applied(now);
    } catch (TargetException e) {
      // A cluster may refuse a commit as a deadlock: that one is known to be rolled back.
      return e.scope() == TargetException.Scope.CONTENTION
          ? new Outcome.Contended(e.error())
          : new Outcome.Unknown(e.error());
    }
  }

  private static Outcome rolledBack(TargetSession session, String topic, TargetException cause) {
    if (cause.scope() != TargetException.Scope.SERVER) {
      try {
        session.rollback();
      } catch (TargetException e) {
        return new Outcome.Unavailable(e.error());
      }
    }
    return failed(topic, cause);
  }

  private static Outcome failed(String topic, TargetException cause) {
    return switch (cause.scope()) {
      case ROWS -> new Outcome.Rejected(topic, cause.error());
      case TABLE -> new Outcome.Blocked(topic, cause.error());
      case CONTENTION -> new Outcome.Contended(cause.error());
      case SERVER -> new Outcome.Unavailable(cause.error());
    };
  }
}
