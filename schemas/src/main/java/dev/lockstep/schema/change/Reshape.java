package dev.lockstep.schema.change;

import dev.lockstep.schema.row.ColumnKind;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Whether digests made under one row schema still say something about rows under the next.
 *
 * <p>A digest goes by column name and leaves out nulls, so it survives new columns that are null in
 * the rows that were there, and longer texts being allowed; one that has the same value in all of
 * them moves it by a known sum ({@link Filling}). Anything else (a column gone, another type,
 * values that nobody told) may change rows without an event: the capture reads them anew, and
 * before-images are not held against older digests.
 */
public final class Reshape {

  private static final String TYPE = "lockstep.type";
  private static final Set<String> TOLD_OF_ROOM = Set.of(TYPE, Fields.HOLDS);

  private Reshape() {}

  public static boolean between(Schema before, Schema after) {
    for (Schema.Field old : before.getFields()) {
      Schema.Field now = find(after, old.name());
      if (now == null || !sameColumn(old.schema(), now.schema()) || !sameProps(old, now)) {
        return true;
      }
    }
    for (Schema.Field added : after.getFields()) {
      if (find(before, added.name()) == null && !isKnownInOldRows(added)) {
        return true;
      }
    }
    return false;
  }

  static Schema.@Nullable Field find(Schema schema, String name) {
    for (Schema.Field field : schema.getFields()) {
      if (field.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
        return field;
      }
    }
    return null;
  }

  /** NULL being allowed now or no longer changes no value. */
  private static boolean sameColumn(Schema before, Schema after) {
    Schema a = value(before);
    Schema b = value(after);
    return a.getType() == b.getType()
        && Objects.equals(a.getLogicalType(), b.getLogicalType())
        && a.getObjectProps().equals(b.getObjectProps());
  }

  private static boolean sameProps(Schema.Field before, Schema.Field after) {
    Map<String, Object> a = new HashMap<>(before.getObjectProps());
    Map<String, Object> b = new HashMap<>(after.getObjectProps());
    a.keySet().removeAll(TOLD_OF_ROOM);
    b.keySet().removeAll(TOLD_OF_ROOM);
    return a.equals(b) && keepsValues(before, after);
  }

  /** The same type, or one that holds at least as much and nothing in another form. */
  private static boolean keepsValues(Schema.Field before, Schema.Field after) {
    if (Objects.equals(before.getObjectProp(TYPE), after.getObjectProp(TYPE))) {
      return true;
    }
    Optional<Capacity> a = Fields.capacity(before);
    Optional<Capacity> b = Fields.capacity(after);
    return a.isPresent() && b.isPresent() && widened(a.get(), b.get());
  }

  private static boolean widened(Capacity before, Capacity after) {
    boolean ofTheirLength =
        before.length().isPresent()
            && after.length().isPresent()
            && before.length().getAsLong() <= after.length().getAsLong();
    boolean ofTheirLabels =
        !before.labels().isEmpty() && after.labels().containsAll(before.labels());
    // Bytes that are padded get more zeros with more room.
    boolean padsOtherwise =
        before.kind() == ColumnKind.BYTES
            && before.padded()
            && !before.length().equals(after.length());
    return before.kind() == after.kind()
        && !padsOtherwise
        && before.padded() == after.padded()
        && before.repertoire().equals(after.repertoire())
        && (ofTheirLength || ofTheirLabels);
  }

  private static boolean isKnownInOldRows(Schema.Field added) {
    return added.schema().isNullable() || Filling.hasValue(added);
  }

  private static Schema value(Schema schema) {
    if (!schema.isUnion()) {
      return schema;
    }
    return schema.getTypes().stream()
        .filter(type -> type.getType() != Schema.Type.NULL)
        .findFirst()
        .orElse(schema);
  }
}
