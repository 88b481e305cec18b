package dev.lockstep.streams.decode;

import java.util.Locale;
import java.util.Objects;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Whether digests made under one row schema still say something about rows under the next.
 *
 * <p>A digest goes by column name and leaves out nulls, so it survives new columns that are null in
 * the rows that were there. Anything else (a column gone, another type, a default filled in) may
 * change rows without an event, so before-images are not held against older digests.
 */
public final class Reshape {

  private Reshape() {}

  public static boolean between(Schema before, Schema after) {
    for (Schema.Field old : before.getFields()) {
      Schema.Field now = find(after, old.name());
      if (now == null || !sameColumn(old.schema(), now.schema()) || !sameProps(old, now)) {
        return true;
      }
    }
    for (Schema.Field added : after.getFields()) {
      if (find(before, added.name()) == null && !nullInOldRows(added)) {
        return true;
      }
    }
    return false;
  }

  private static Schema.@Nullable Field find(Schema schema, String name) {
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
    return before.getObjectProps().equals(after.getObjectProps());
  }

  private static boolean nullInOldRows(Schema.Field added) {
    boolean filled = added.hasDefaultValue() && added.defaultVal() != JsonProperties.NULL_VALUE;
    return added.schema().isNullable() && !filled;
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
