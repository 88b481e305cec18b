package dev.lockstep.sink.apply;

import dev.lockstep.sink.position.SourcePartition;
import dev.lockstep.sink.position.Taken;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Settles conflicts between rows of several partitions by bringing all partitions of the topic to
 * one position, see {@link JointCommit}. Partitions of other workers are taken from them for that:
 * they find their fence gone and take theirs over again, from where this has brought them. One
 * thread.
 */
final class JointSettler {

  private final Holdings holdings;
  private final TargetLink link;
  private final WholeTopic topics;
  private final DeadLetters deadLetters;
  private final Board board;

  JointSettler(
      Holdings holdings, TargetLink link, WholeTopic topics, DeadLetters deadLetters, Board board) {
    this.holdings = holdings;
    this.link = link;
    this.topics = topics;
    this.deadLetters = deadLetters;
    this.board = board;
  }

  /**
   * Settles the topic of a partition at least up to a serial. Our own partitions of it are to be
   * taken over again afterwards.
   *
   * @return why it must be tried again; empty when it is done, or the connection is lost
   */
  Optional<TargetError> settle(SourcePartition partition, long atLeast) {
    Set<SourcePartition> siblings = topics.siblings(partition);
    try {
      // Read first and take then: whoever finds a partition gone takes it back at once.
      Map<SourcePartition, Taken> before = link.session().look(siblings);
      Map<SourcePartition, List<Change>> changes = topics.upToOneSerial(before, atLeast);
      Map<SourcePartition, Taken> taken = link.session().take(siblings);
      Optional<SourcePartition> moved = movedBeyond(changes, before, taken);
      return moved.isPresent()
          ? Optional.of(Troubles.movedOn(moved.get()))
          : settle(partition.topic(), behind(changes, taken), taken);
    } catch (WholeTopic.UnreadException e) {
      return Optional.of(e.error());
    } catch (TargetException e) {
      if (e.scope() == TargetException.Scope.CONTENTION) {
        return Optional.of(e.error());
      }
      link.lose(e.error());
      return Optional.empty();
    } finally {
      holdings.untake(partition.topic());
    }
  }

  /** A partition that its owner has meanwhile brought further than what was read. */
  private static Optional<SourcePartition> movedBeyond(
      Map<SourcePartition, List<Change>> changes,
      Map<SourcePartition, Taken> before,
      Map<SourcePartition, Taken> taken) {
    return taken.keySet().stream()
        .filter(
            partition -> {
              List<Change> read = changes.getOrDefault(partition, List.of());
              long from = before.getOrDefault(partition, Taken.UNTAKEN).appliedOffset();
              long to = read.isEmpty() ? from : read.getLast().offset();
              return taken.getOrDefault(partition, Taken.UNTAKEN).appliedOffset() > to;
            })
        .findFirst();
  }

  private static Map<SourcePartition, List<Change>> behind(
      Map<SourcePartition, List<Change>> changes, Map<SourcePartition, Taken> taken) {
    Map<SourcePartition, List<Change>> behind = new HashMap<>();
    taken.forEach(
        (partition, from) ->
            behind.put(
                partition,
                changes.getOrDefault(partition, List.of()).stream()
                    .filter(change -> change.offset() > from.appliedOffset())
                    .toList()));
    return behind;
  }

  private Optional<TargetError> settle(
      String topic, Map<SourcePartition, List<Change>> changes, Map<SourcePartition, Taken> taken) {
    Optional<TargetError> unkept = keepUnreadable(changes);
    Set<Change> leftOut = new HashSet<>();
    while (unkept.isEmpty()) {
      switch (new JointCommit(link.session(), topic, changes, taken, leftOut).attempt()) {
        case JointCommit.Result.Done done -> {
          return Optional.empty();
        }
        case JointCommit.Result.Guilty guilty -> {
          leftOut.add(guilty.change());
          unkept = keep(guilty.change(), guilty.error());
        }
        case JointCommit.Result.NotNow notNow -> {
          return Optional.of(notNow.error());
        }
        case JointCommit.Result.Lost lost -> {
          link.lose(lost.error());
          return Optional.empty();
        }
      }
    }
    return unkept;
  }

  private Optional<TargetError> keepUnreadable(Map<SourcePartition, List<Change>> changes) {
    for (List<Change> ofPartition : changes.values()) {
      for (Change change : ofPartition) {
        TargetError problem = change.problem();
        Optional<TargetError> unkept = problem == null ? Optional.empty() : keep(change, problem);
        if (unkept.isPresent()) {
          return unkept;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<TargetError> keep(Change change, TargetError error) {
    try {
      deadLetters.keep(change, error);
      board.deadLettered(change, error);
      return Optional.empty();
    } catch (DeadLetters.DeadLetterException e) {
      return Optional.of(Troubles.noDeadLetter(change, e));
    }
  }
}
