package dev.lockstep.console.rest;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** QueryParameters parameters, checked; a wrong one is answered with what would be right. */
final class QueryParameters {

  private QueryParameters() {}

  static int limit(Context context, String name, int standard, int most) {
    String text = context.queryParam(name);
    if (text == null || text.isBlank()) {
      return standard;
    }
    try {
      int value = Integer.parseInt(text.strip());
      if (value >= 0 && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Answered below with the range, like a number outside it.
    }
    throw new BadRequestResponse(
        "%s=%s: give a whole number from 0 to %d".formatted(name, text, most));
  }

  static Optional<String> text(Context context, String name) {
    return Optional.ofNullable(context.queryParam(name)).filter(text -> !text.isBlank());
  }

  static <E extends Enum<E>> Optional<E> choice(Context context, String name, Class<E> type) {
    return choice(context, name, type, Map.of());
  }

  /** With further words, in lower case, that mean one of the values. */
  static <E extends Enum<E>> Optional<E> choice(
      Context context, String name, Class<E> type, Map<String, E> synonyms) {
    Optional<String> text = text(context, name);
    if (text.isEmpty() || text.get().equalsIgnoreCase("all")) {
      return Optional.empty();
    }
    E meant = synonyms.get(text.get().strip().toLowerCase(Locale.ROOT));
    if (meant != null) {
      return Optional.of(meant);
    }
    List<E> values = Arrays.asList(type.getEnumConstants());
    return Optional.of(
        values.stream()
            .filter(value -> value.name().equalsIgnoreCase(text.get().strip()))
            .findFirst()
            .orElseThrow(
                () ->
                    new BadRequestResponse(
                        "%s=%s: give all or one of %s"
                            .formatted(
                                name,
                                text.get(),
                                String.join(
                                    ", ",
                                    values.stream()
                                        .map(value -> value.name().toLowerCase(Locale.ROOT))
                                        .toList())))));
  }
}
