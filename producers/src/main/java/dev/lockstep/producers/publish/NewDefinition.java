package dev.lockstep.producers.publish;

import dev.lockstep.producers.source.event.LogEvent.TableChange;
import dev.lockstep.schema.topic.TableName;
import java.util.Optional;

/**
 * What a table's new definition does to what was published of it.
 *
 * @param rowsMayDiffer whether rows may hold other values, of which the log tells nothing
 * @param keyDiffers whether its rows are told apart by other columns
 * @param madeOtherwise whether the table was dropped and made anew, otherwise than it was
 */
record NewDefinition(
    TableChannel channel, boolean rowsMayDiffer, boolean keyDiffers, boolean madeOtherwise) {

  /** Why the table is to be read anew; empty when it is not. */
  Optional<String> whyReadAnew(TableName table, TableChange.Kind kind) {
    if (keyDiffers) {
      return Optional.of("The primary key of table %s was altered".formatted(table));
    }
    if (rowsMayDiffer || kind == TableChange.Kind.ROWS_MOVED) {
      return Optional.of(
          "Table %s was altered in a way that may change rows, which the log does not tell"
              .formatted(table));
    }
    return Optional.empty();
  }
}
