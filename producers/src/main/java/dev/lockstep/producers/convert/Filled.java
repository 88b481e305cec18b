package dev.lockstep.producers.convert;

import dev.lockstep.engine.table.ColumnFacts;
import dev.lockstep.engine.table.ValueType;
import dev.lockstep.engine.table.ValueType.Form;
import dev.lockstep.producers.source.event.AddedColumn;
import dev.lockstep.schema.row.ColumnKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The value that every row has in a column that was only just added, as its field's default has it.
 * Known of whole and decimal numbers and of plain texts; of anything else nothing is claimed, and
 * the rows are read.
 */
final class Filled {

  private static final Map<String, String> SAME =
      Map.of(
          "integer", "int", "bool", "tinyint", "boolean", "tinyint", "dec", "decimal", "numeric",
          "decimal", "fixed", "decimal");
  private static final Set<String> TEXTS = Set.of("char", "varchar");

  private Filled() {}

  /** Of one column; empty when it is not among those that were added, or its value not known. */
  static Optional<Object> value(ColumnFacts column, ValueType type, List<AddedColumn> added) {
    return added.stream()
        .filter(candidate -> candidate.name().equalsIgnoreCase(column.name()))
        .filter(candidate -> base(candidate.type()).equals(base(column.word())))
        .findFirst()
        .flatMap(found -> value(column, type, found));
  }

  private static Optional<Object> value(ColumnFacts column, ValueType type, AddedColumn added) {
    if (column.generated()) {
      return Optional.empty();
    }
    boolean nothing = added.number().isEmpty() && added.text().isEmpty();
    if (TEXTS.contains(column.word()) && type.kind() == ColumnKind.TEXT) {
      return added.number().isPresent()
          ? Optional.empty()
          : Optional.<Object>of(added.text().orElse("")).filter(text -> !padded(text));
    }
    Optional<String> digits = nothing ? Optional.of("0") : added.number();
    return switch (type.form()) {
      case INT, LONG ->
          type.kind() == ColumnKind.INTEGER && !column.word().equals("year")
              ? digits.flatMap(number -> whole(number, type.form()))
              : Optional.empty();
      case DECIMAL -> digits.flatMap(number -> unscaled(number, type.scale()));
      default -> Optional.empty();
    };
  }

  /** CHAR drops what stands at the end, and so do some collations when they compare. */
  private static boolean padded(Object text) {
    return text.toString().endsWith(" ");
  }

  private static Optional<Object> whole(String number, Form form) {
    try {
      return Optional.of(
          form == Form.INT ? (Object) Integer.valueOf(number) : (Object) Long.valueOf(number));
    } catch (NumberFormatException e) {
      // With a fraction, which the server rounds, or out of range: not claimed.
      return Optional.empty();
    }
  }

  private static Optional<Object> unscaled(String number, int scale) {
    BigDecimal value = new BigDecimal(number);
    return value.scale() > scale
        ? Optional.empty()
        : Optional.of(
            // As defaults of bytes are written: a character for each.
            new String(
                value.setScale(scale).unscaledValue().toByteArray(), StandardCharsets.ISO_8859_1));
  }

  private static String base(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    return SAME.getOrDefault(lower, lower);
  }
}
