package dev.lockstep.console.fact;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * Where a list of facts is served, and what may be asked for. Every such route also takes {@code
 * limit}.
 *
 * @param path as in {@code /api/alerts}
 * @param title the word for the link at the foot of the page
 * @param filters what the list may be narrowed by
 * @param time by which the newest come first
 * @param tellsOpen whether the answer also says how many are open: only where the list is sure to
 *     hold them all
 */
public record FactRoute<T>(
    String path,
    String title,
    List<FactFilter<T>> filters,
    Function<T, Instant> time,
    boolean tellsOpen) {

  public FactRoute {
    filters = List.copyOf(filters);
  }
}
