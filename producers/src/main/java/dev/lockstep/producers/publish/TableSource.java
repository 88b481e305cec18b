package dev.lockstep.producers.publish;

import dev.lockstep.engine.table.TableFacts;
import dev.lockstep.schema.topic.TableName;
import java.util.Collection;
import java.util.Optional;

/** What publishing asks of the world about tables. */
public interface TableSource {

  /** The table as the database describes it now; empty when it is gone. */
  Optional<TableFacts> describe(TableName table);

  /** All tables that the endpoint's flows include, as the database has them now. */
  Collection<TableName> there();

  /** Whether a table is surely not there, and not only out of this account's sight. */
  boolean isGone(TableName table);

  /** Makes the change topics of tables and lets their schemas change as the tables do. */
  void provision(Collection<TableName> tables);

  /** A table cannot be captured; the others go on. */
  void refused(TableName table, String message, String remedy);

  /** Something matches that has nothing to capture; that is as it should be. */
  void leftOut(TableName table, String message);

  /** A table is no longer there: what was said of it is over. */
  void gone(TableName table);

  /** Whether the topic of a table takes messages as large now. */
  boolean takes(TableName table, long bytes);

  /** A table is captured. */
  void accepted(TableFacts table);
}
