package dev.lockstep.schema.change;

import dev.lockstep.schema.row.ColumnKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** How the capacity of a column stands in its Avro field: as one property, a map. */
public final class Fields {

  public static final String HOLDS = "lockstep.holds";

  private Fields() {}

  /** Writes it into the field's properties. */
  public static void describe(Schema.Field field, Capacity capacity) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("kind", capacity.kind().label());
    capacity
        .span()
        .ifPresent(
            span -> {
              // As text: readers of JSON make floating-point numbers of large ones.
              told.put("least", span.least().toPlainString());
              told.put("most", span.most().toPlainString());
            });
    capacity.fraction().ifPresent(digits -> told.put("fraction", digits));
    capacity.significand().ifPresent(bits -> told.put("significand", bits));
    capacity.length().ifPresent(length -> told.put("length", length));
    if (capacity.padded()) {
      told.put("padded", true);
    }
    capacity.repertoire().ifPresent(characters -> told.put("characters", characters.name()));
    if (!capacity.labels().isEmpty()) {
      told.put("labels", capacity.labels());
    }
    field.addProp(HOLDS, told);
  }

  /** What a field tells; empty when it tells nothing, as of a producer that knows no capacities. */
  public static Optional<Capacity> capacity(Schema.Field field) {
    if (!(field.getObjectProp(HOLDS) instanceof Map<?, ?> told)) {
      return Optional.empty();
    }
    return ColumnKind.of(String.valueOf(told.get("kind"))).map(kind -> capacity(kind, told));
  }

  private static Capacity capacity(ColumnKind kind, Map<?, ?> told) {
    return new Capacity(
        kind,
        span(told.get("least"), told.get("most")),
        number(told.get("fraction")),
        number(told.get("significand")),
        told.get("length") instanceof Number length
            ? OptionalLong.of(length.longValue())
            : OptionalLong.empty(),
        Boolean.TRUE.equals(told.get("padded")),
        told.get("characters") instanceof String name
            ? Optional.of(new Repertoire(name))
            : Optional.empty(),
        labels(told.get("labels")));
  }

  private static Optional<Span> span(@Nullable Object least, @Nullable Object most) {
    return least == null || most == null
        ? Optional.empty()
        : Optional.of(new Span(new BigDecimal(least.toString()), new BigDecimal(most.toString())));
  }

  private static OptionalInt number(@Nullable Object value) {
    return value instanceof Number number ? OptionalInt.of(number.intValue()) : OptionalInt.empty();
  }

  private static List<String> labels(@Nullable Object value) {
    List<String> labels = new ArrayList<>();
    if (value instanceof Collection<?> texts) {
      texts.forEach(text -> labels.add(String.valueOf(text)));
    }
    return labels;
  }
}
