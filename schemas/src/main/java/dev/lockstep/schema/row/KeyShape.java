package dev.lockstep.schema.row;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/**
 * How the keys of one Avro schema are read canonically.
 *
 * <p>Two identities. The exact one names a row in state: equal for equal keys whatever integer or
 * decimal type their columns have, different for different keys. The fold is coarse: keys that some
 * collation calls equal share it, and so do some that none does. It decides partition and order; it
 * must never decide that two keys are the same row. Both take the columns by name, so the key's
 * column order does not count.
 *
 * <p>Thread-confined: a shape owns the buffer that it encodes into.
 */
public final class KeyShape {

  private record Column(String name, int position, ValueCodec codec) {}

  private final List<Column> inKeyOrder;
  private final List<Column> byName;
  private final CanonicalBuffer buffer = new CanonicalBuffer();

  private KeyShape(List<Column> columns) {
    this.inKeyOrder = List.copyOf(columns);
    this.byName =
        columns.stream()
            .sorted(Comparator.comparing(column -> column.name.toLowerCase(Locale.ROOT)))
            .toList();
  }

  public static KeyShape of(Schema keySchema) {
    return of(keySchema, ColumnRules.NONE);
  }

  /**
   * With the kinds that columns are read as. Nothing else of a rule counts for a key: what tells
   * rows apart is not trimmed, rounded or left out.
   */
  public static KeyShape of(Schema keySchema, ColumnRules rules) {
    List<Column> columns = new ArrayList<>();
    for (Schema.Field field : keySchema.getFields()) {
      String name = RowShape.columnName(field);
      ColumnRule kindAlone = ColumnRule.NONE.readAs(rules.of(name).compareAs());
      columns.add(new Column(name, field.pos(), ValueCodecs.of(field, kindAlone)));
    }
    return new KeyShape(columns);
  }

  /** Exact identity. */
  public byte[] bytes(GenericRecord key) {
    buffer.clear();
    for (Column column : byName) {
      Object value = key.get(column.position);
      if (value == null) {
        buffer.octet(CanonicalBuffer.NULL);
      } else {
        column.codec.write(value, buffer);
      }
    }
    return buffer.toByteArray();
  }

  /** Coarse identity. */
  public byte[] folded(GenericRecord key) {
    fold(key);
    return buffer.toByteArray();
  }

  /** The partition of a key, the same on both sides of a flow. */
  public int partition(GenericRecord key, int partitions) {
    fold(key);
    return (int) Long.remainderUnsigned(buffer.digest().high(), partitions);
  }

  /**
   * {@code column=value} joined by commas, in key order. A comma or backslash within a value has a
   * backslash before it, so that two keys never share their text.
   */
  public String text(GenericRecord key) {
    StringBuilder out = new StringBuilder();
    for (Column column : inKeyOrder) {
      Object value = key.get(column.position);
      out.append(out.isEmpty() ? "" : ",").append(column.name).append('=');
      out.append(value == null ? "NULL" : escaped(column.codec.text(value)));
    }
    return out.toString();
  }

  /**
   * The same text from the exact identity alone; empty when these bytes are no key of this shape,
   * or have a column that does not tell its text.
   */
  public Optional<String> text(byte[] exact) {
    CanonicalReader in = new CanonicalReader(exact);
    Map<String, String> values = new HashMap<>();
    try {
      for (Column column : byName) {
        if (in.takes(CanonicalBuffer.NULL)) {
          values.put(column.name, "NULL");
          continue;
        }
        String value = column.codec.textOf(in);
        if (value == null) {
          return Optional.empty();
        }
        values.put(column.name, escaped(value));
      }
    } catch (IndexOutOfBoundsException e) {
      return Optional.empty();
    }
    return in.isAtEnd()
        ? Optional.of(
            inKeyOrder.stream()
                .map(column -> column.name + '=' + values.get(column.name))
                .collect(Collectors.joining(",")))
        : Optional.empty();
  }

  private static String escaped(String value) {
    return value.indexOf(',') < 0 && value.indexOf('\\') < 0
        ? value
        : value.replace("\\", "\\\\").replace(",", "\\,");
  }

  private void fold(GenericRecord key) {
    buffer.clear();
    for (Column column : byName) {
      Object value = key.get(column.position);
      if (value == null) {
        buffer.octet(CanonicalBuffer.NULL);
      } else {
        column.codec.fold(value, buffer);
      }
    }
  }
}
