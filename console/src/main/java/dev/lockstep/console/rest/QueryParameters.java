package dev.lockstep.console.rest;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** QueryParameters parameters, checked; a wrong one is answered with what would be right. */
final class QueryParameters {

  private static final int MOST = 10_000;

  private QueryParameters() {}

  static int limit(Context context, String name, int standard) {
    String text = context.queryParam(name);
    if (text == null || text.isBlank()) {
      return standard;
    }
    try {
      int value = Integer.parseInt(text.strip());
      if (value >= 0 && value <= MOST) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Answered below with the range, like a number outside it.
    }
    throw new BadRequestResponse(
        "%s=%s: give a whole number from 0 to %d".formatted(name, text, MOST));
  }

  private static Optional<String> text(Context context, String name) {
    return Optional.ofNullable(context.queryParam(name)).filter(text -> !text.isBlank());
  }

  /** Those whose field is what was asked for; all when nothing was. */
  static <T> Predicate<T> wanted(Context context, String name, Function<T, String> field) {
    Optional<String> wanted = text(context, name);
    return item -> wanted.isEmpty() || wanted.get().equals(field.apply(item));
  }

  /** One of an enumeration, or one of further words in lower case that mean the same. */
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
