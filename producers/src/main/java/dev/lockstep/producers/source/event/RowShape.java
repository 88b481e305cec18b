package dev.lockstep.producers.source.event;

import dev.lockstep.engine.table.TableFacts;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table as they are where its log is read. The database is asked about its columns
 * as they are now; where the two differ, because a change of the table has yet to be read or was
 * made while nobody looked, the source's own account of a column decides. Another definition of the
 * table is another object, the same one is the same object as long as it lasts.
 */
public interface RowShape {

  List<String> columns();

  /** Names of the primary key's columns, in key order; empty when there is none. */
  List<String> primaryKey();

  /** The table as it was where the log is read. */
  TableFacts reconciled(TableFacts now);

  /**
   * What of the table the source cannot be reading rightly, for people: a change has yet to be
   * read, or a definition was misunderstood. Empty when all is well.
   */
  Optional<String> misunderstood(TableFacts now);

  /**
   * How to read a column. Throws a {@link dev.lockstep.flow.LockstepException} when the values of
   * the column are not what the database says.
   *
   * @param table as {@link #reconciled} tells it
   */
  ValueReader reader(TableFacts table, int column);

  /** A value of one of our own tables, whose texts are ASCII: a number or a text. */
  @Nullable Object plain(Row row, String column);
}
