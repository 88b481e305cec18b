package dev.lockstep.console.fact;

import java.util.Map;
import java.util.function.Function;

/** A query parameter that narrows a list of facts. */
public sealed interface FactFilter<T> {

  /** As it stands in the query. */
  String parameter();

  /** Those whose field is exactly what was asked for. */
  record Text<T>(String parameter, Function<T, String> field) implements FactFilter<T> {}

  /**
   * Those whose field has the value that was asked for, or {@code all}.
   *
   * @param synonyms further words, in lower case, that mean one of the values
   */
  record Choice<T, E extends Enum<E>>(
      String parameter, Class<E> type, Function<T, E> field, Map<String, E> synonyms)
      implements FactFilter<T> {

    public Choice {
      synonyms = Map.copyOf(synonyms);
    }
  }
}
