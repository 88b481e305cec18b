package dev.lockstep.schema.registry;

import dev.lockstep.schema.registry.SchemaStore.Lookup;
import java.util.List;
import java.util.Map;

/**
 * The query parameters of a call. Those that this registry has no use for ({@code normalize},
 * {@code subject}) are ignored, as clients send them always.
 */
record Query(Map<String, String> parameters) {

  /** Subjects of every context, and of the default one: here they are the same. */
  private static final List<String> CONTEXTS = List.of(":*:", ":.:");

  Query {
    parameters = Map.copyOf(parameters);
  }

  boolean flag(String name) {
    return Boolean.parseBoolean(parameters.get(name));
  }

  /** Which versions are meant; that of deleted ones only wins, as with other registries. */
  Lookup lookup() {
    if (flag("deletedOnly")) {
      return Lookup.DELETED;
    }
    return flag("deleted") ? Lookup.ALL : Lookup.ACTIVE;
  }

  String subjectPrefix() {
    String prefix = parameters.getOrDefault("subjectPrefix", "");
    for (String context : CONTEXTS) {
      if (prefix.startsWith(context)) {
        return prefix.substring(context.length());
      }
    }
    return prefix;
  }

  /**
   * From {@code offset} on, at most {@code limit}; all that is left where the limit is no bound.
   */
  <T> List<T> page(List<T> all) {
    int from = Math.min(Math.max(0, number("offset")), all.size());
    int limit = number("limit");
    List<T> rest = all.subList(from, all.size());
    return limit > 0 && limit < rest.size() ? rest.subList(0, limit) : rest;
  }

  private int number(String name) {
    String text = parameters.getOrDefault(name, "0");
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw RegistryFault.badRequest(name + "=" + text + ": use a whole number");
    }
  }
}
