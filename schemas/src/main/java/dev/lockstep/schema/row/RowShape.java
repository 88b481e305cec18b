package dev.lockstep.schema.row;

import dev.lockstep.schema.event.ColumnDifference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of one Avro schema are read canonically: compiled once, then one pass over the
 * columns for each row.
 *
 * <p>The canonical row is the set of its columns that are neither NULL nor ignored, each as
 * lower-case name, family and canonical value; its digest is the sum of theirs. So the order of
 * columns does not count, nor does a column that is NULL everywhere, such as one that was only just
 * added, on one side only; and one that was added with the same value in every row moves the digest
 * of each by the same.
 *
 * <p>Thread-confined: a shape owns the buffer that it encodes into.
 */
public final class RowShape {

  /** Rises with any change of how values are encoded: digests of another do not compare. */
  public static final int VERSION = CanonicalBuffer.VERSION;

  private record Column(String name, int position, byte[] header, ValueCodec codec) {}

  private final Column[] columns;
  private final TreeMap<String, Column> byName = new TreeMap<>();
  private final CanonicalBuffer buffer = new CanonicalBuffer();

  private RowShape(List<Column> columns) {
    this.columns = columns.toArray(Column[]::new);
    columns.forEach(column -> byName.put(lower(column.name), column));
  }

  public static RowShape of(Schema valueSchema, ColumnRules rules) {
    List<Column> columns = new ArrayList<>();
    for (Schema.Field field : valueSchema.getFields()) {
      String name = columnName(field);
      ColumnRule rule = rules.of(name);
      if (!rule.ignore()) {
        CanonicalBuffer header = new CanonicalBuffer();
        header.text(lower(name));
        ValueCodec codec = ValueCodecs.of(field, rule);
        columns.add(new Column(name, field.pos(), header.toByteArray(), codec));
      }
    }
    columns.sort(Comparator.comparing(column -> lower(column.name)));
    return new RowShape(columns);
  }

  /** Names of the columns that are compared, in lower case, sorted. */
  public List<String> columns() {
    return List.copyOf(byName.keySet());
  }

  public RowDigest digest(GenericRecord row) {
    RowDigest sum = RowDigest.ZERO;
    for (Column column : columns) {
      Object value = row.get(column.position);
      if (value != null) {
        sum = sum.plus(digest(column, value));
      }
    }
    return sum;
  }

  /** What one column adds to the digest of a row; nothing when it is ignored. */
  public RowDigest digest(String column, Object value) {
    Column known = byName.get(lower(column));
    return known == null ? RowDigest.ZERO : digest(known, value);
  }

  private RowDigest digest(Column column, Object value) {
    buffer.clear();
    buffer.raw(column.header);
    column.codec.write(value, buffer);
    return buffer.digest();
  }

  /** Canonical text of a column; empty for NULL, an ignored or an unknown column. */
  public Optional<String> text(GenericRecord row, String column) {
    Column known = byName.get(lower(column));
    return known == null
        ? Optional.empty()
        : Optional.ofNullable(row.get(known.position)).map(known.codec::text);
  }

  /**
   * The columns in which two rows differ, sorted by name and named as at the source. Values are cut
   * to a bounded window around the first difference.
   */
  public static List<ColumnDifference> differences(
      RowShape source, GenericRecord sourceRow, RowShape target, GenericRecord targetRow) {
    TreeMap<String, Column> names = new TreeMap<>(target.byName);
    names.putAll(source.byName);
    CanonicalBuffer targetBuffer = new CanonicalBuffer();
    List<ColumnDifference> differences = new ArrayList<>();
    names.forEach(
        (key, named) -> {
          Column left = source.byName.get(key);
          Column right = target.byName.get(key);
          Object sourceValue = left == null ? null : sourceRow.get(left.position);
          Object targetValue = right == null ? null : targetRow.get(right.position);
          encode(left, sourceValue, source.buffer.clear());
          encode(right, targetValue, targetBuffer.clear());
          if (!source.buffer.sameAs(targetBuffer)) {
            differences.add(difference(named.name, left, sourceValue, right, targetValue));
          }
        });
    return differences;
  }

  private static ColumnDifference difference(
      String name,
      @Nullable Column left,
      @Nullable Object sourceValue,
      @Nullable Column right,
      @Nullable Object targetValue) {
    TextPair texts = TextPair.of(text(left, sourceValue), text(right, targetValue));
    return ColumnDifference.newBuilder()
        .setColumn(name)
        .setSource(texts.source().orElse(null))
        .setTarget(texts.target().orElse(null))
        .build();
  }

  private static void encode(@Nullable Column column, @Nullable Object value, CanonicalBuffer out) {
    if (column != null && value != null) {
      column.codec.write(value, out);
    }
  }

  private static Optional<TextPair.Side> text(@Nullable Column column, @Nullable Object value) {
    return column == null || value == null
        ? Optional.empty()
        : Optional.of(new TextPair.Side(column.codec.text(value), column.codec.kind()));
  }

  /** The kind that a column's values are read as where no rule says otherwise. */
  public static ColumnKind kind(Schema.Field field) {
    return ValueCodecs.kind(field);
  }

  /** The database's name of a column, where it is no Avro name. */
  public static String columnName(Schema.Field field) {
    Object name = field.getObjectProp("lockstep.column");
    return name == null ? field.name() : name.toString();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
