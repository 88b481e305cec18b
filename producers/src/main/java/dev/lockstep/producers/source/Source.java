package dev.lockstep.producers.source;

import dev.lockstep.engine.table.TableFacts;
import dev.lockstep.producers.source.event.ResumePoint;
import dev.lockstep.producers.source.event.TransactionSet;
import dev.lockstep.schema.topic.TableName;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One database, as its capture reads it. What it is asked it asks the database then, on a
 * connection of its own; a failure is a {@link dev.lockstep.flow.LockstepException} that says what
 * to do. Any thread.
 */
public interface Source {

  /** Looks at the server and at the tables to capture; throws when it cannot be captured. */
  Look look();

  /** The tables that a filter admits, as they are now. */
  Map<TableName, TableFacts> tables(Predicate<TableName> filter);

  /** A table as the database describes it now; empty when there is none of that name. */
  Optional<TableFacts> describe(TableName table);

  /** Those of some tables that are surely not there, and not only out of this account's sight. */
  Set<TableName> gone(Collection<TableName> tables);

  /** None of its transactions yet. */
  TransactionSet transactions();

  /** Asks where the log ends, again and again on one connection. */
  LogEndProbe logEnd();

  /**
   * Opens the log.
   *
   * @param look what was seen of the server
   * @param passedOver tables that the log's reader must not look at
   * @param from where to go on; empty: from the definitions of all tables as they are now
   */
  LogReading open(Look look, Set<TableName> passedOver, Optional<ResumePoint> from);

  /** What a look at a server showed. */
  interface Look {

    Map<TableName, TableFacts> tables();

    /** Throws a {@link LostHistoryException} when the log does not reach back to a point. */
    void checkReachesBackTo(ResumePoint point);
  }

  /** A connection on which a server is asked where its log ends; any failure is a runtime one. */
  interface LogEndProbe extends AutoCloseable {

    LogEnd end();

    @Override
    void close();
  }
}
