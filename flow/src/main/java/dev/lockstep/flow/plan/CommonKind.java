package dev.lockstep.flow.plan;

import static dev.lockstep.schema.row.ColumnKind.BOOLEAN;
import static dev.lockstep.schema.row.ColumnKind.BYTES;
import static dev.lockstep.schema.row.ColumnKind.DATE;
import static dev.lockstep.schema.row.ColumnKind.DECIMAL;
import static dev.lockstep.schema.row.ColumnKind.FLOAT;
import static dev.lockstep.schema.row.ColumnKind.INSTANT;
import static dev.lockstep.schema.row.ColumnKind.INTEGER;
import static dev.lockstep.schema.row.ColumnKind.JSON;
import static dev.lockstep.schema.row.ColumnKind.LOCAL_TIMESTAMP;
import static dev.lockstep.schema.row.ColumnKind.TEXT;
import static dev.lockstep.schema.row.ColumnKind.TIME;
import static dev.lockstep.schema.row.ColumnKind.UUID;

import dev.lockstep.schema.change.Capacity;
import dev.lockstep.schema.row.ColumnKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The one kind that two columns of different kinds are read as. */
final class CommonKind {

  private static final long UUID_LENGTH = 36;
  private static final Set<ColumnKind> NUMBERS = EnumSet.of(INTEGER, DECIMAL, BOOLEAN);
  private static final Set<ColumnKind> MOMENTS = EnumSet.of(DATE, LOCAL_TIMESTAMP, INSTANT);

  /** What is the same in either form; within each, keys of one side meet those of the other. */
  private static final List<Set<ColumnKind>> KEY_FAMILIES =
      List.of(
          EnumSet.of(INTEGER, DECIMAL, BOOLEAN, FLOAT),
          EnumSet.of(TEXT, UUID),
          MOMENTS,
          EnumSet.of(TIME),
          EnumSet.of(BYTES),
          EnumSet.of(JSON));

  private CommonKind() {}

  /** Empty when no value of one could be said to be one of the other's. */
  static Optional<ColumnKind> of(ColumnKind a, ColumnKind b) {
    if (a == b) {
      return Optional.of(a);
    }
    Set<ColumnKind> both = EnumSet.of(a, b);
    if (NUMBERS.containsAll(both)) {
      return Optional.of(DECIMAL);
    }
    if (both.contains(FLOAT) && (NUMBERS.contains(a) || NUMBERS.contains(b))) {
      return Optional.of(FLOAT);
    }
    if (MOMENTS.containsAll(both)) {
      // A moment is written down as the wall clock of UTC shows it.
      return Optional.of(both.contains(DATE) ? momentOf(a, b) : LOCAL_TIMESTAMP);
    }
    if (both.contains(BYTES)) {
      ColumnKind other = a == BYTES ? b : a;
      return other == TEXT || other == UUID || other == JSON
          ? Optional.of(other)
          : Optional.empty();
    }
    if (both.contains(TEXT)) {
      ColumnKind other = a == TEXT ? b : a;
      return switch (other) {
        case LIST, MAP, SET -> Optional.empty();
        default -> Optional.of(other);
      };
    }
    return Optional.empty();
  }

  /** Whether rows told apart by one can be found by the other, in the same partition. */
  static boolean joinsKeys(Capacity a, Capacity b) {
    return KEY_FAMILIES.stream()
            .anyMatch(family -> family.contains(a.kind()) && family.contains(b.kind()))
        && readsAsUuid(a, b)
        && readsAsUuid(b, a);
  }

  /** Rows are told apart by the text of a UUID, hyphens and all: only that finds its partition. */
  private static boolean readsAsUuid(Capacity text, Capacity uuid) {
    return text.kind() != TEXT
        || uuid.kind() != UUID
        || text.length().orElse(UUID_LENGTH) == UUID_LENGTH;
  }

  private static ColumnKind momentOf(ColumnKind a, ColumnKind b) {
    return a == DATE ? b : a;
  }
}
