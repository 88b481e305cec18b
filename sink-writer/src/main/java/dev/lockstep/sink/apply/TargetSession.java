package dev.lockstep.sink.apply;

import dev.lockstep.sink.position.Advance;
import dev.lockstep.sink.position.SourcePartition;
import dev.lockstep.sink.position.Taken;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One connection to the target with at most one transaction open. Not safe for use by two threads.
 *
 * <p>{@link #take} and {@link #prepare} stand outside of data transactions and commit by
 * themselves. The first write, {@link #barrier} or {@link #advance} opens one, which only {@link
 * #commit} makes visible. After a failure of scope SERVER the session is good for nothing but
 * {@link #close}.
 */
public interface TargetSession extends AutoCloseable {

  /**
   * Makes partitions ours: raises their fence, which waits for whoever still holds their progress
   * in an open transaction, then reads how far they are applied.
   */
  Map<SourcePartition, Taken> take(Collection<SourcePartition> partitions) throws TargetException;

  /** Reads how far partitions are applied, and leaves them to whom they belong. */
  Map<SourcePartition, Taken> look(Collection<SourcePartition> partitions) throws TargetException;

  /** Sees to it that the table can take these changes: creates it, adds columns. */
  void prepare(String topic, List<Change> changes) throws TargetException;

  /** What there is to say of a table that takes rows all the same, as of the last look at it. */
  Optional<TargetError> notice(String topic);

  /**
   * Looks again at the tables of which there is something to say; outside of data transactions.
   *
   * @return the topics of these tables
   */
  Set<String> lookAgain() throws TargetException;

  /** Writes one wave of row changes. */
  void write(String topic, Wave wave) throws TargetException;

  /**
   * Writes one wave of row changes for which rows make way: those that hold a unique value of one
   * of its rows though they belong to one of these partitions, whose repeated snapshot has not
   * shown them.
   */
  void write(String topic, Wave wave, Set<SourcePartition> remembering) throws TargetException;

  /** Remembers that the keys of these changes were seen in a repeated snapshot. */
  void remember(SourcePartition partition, List<Change> changes) throws TargetException;

  /**
   * Carries out a barrier for its partition.
   *
   * @return whether the keys of this partition are to be remembered from here on
   */
  boolean barrier(Change barrier, boolean remembering) throws TargetException;

  /**
   * Moves progress forward.
   *
   * @return the partitions whose fence is no longer ours; unless empty the transaction must go back
   */
  Set<SourcePartition> advance(Collection<Advance> advances) throws TargetException;

  /**
   * Notes offsets without records as seen; outside of data transactions, commits by itself.
   *
   * @return the partitions whose fence is no longer ours; of them nothing is noted
   */
  Set<SourcePartition> noteSeen(Collection<Advance> advances) throws TargetException;

  void commit() throws TargetException;

  void rollback() throws TargetException;

  /** Closes the connection; what is not committed is lost. */
  @Override
  void close();
}
