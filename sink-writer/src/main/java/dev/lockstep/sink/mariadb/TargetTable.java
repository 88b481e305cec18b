package dev.lockstep.sink.mariadb;

import dev.lockstep.schema.topic.TableName;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A table as the target has it.
 *
 * @param columns by lower-case name
 * @param uniqueKeys sets of lower-case column names, the primary key among them
 * @param notNullKeys those of them without a nullable column
 */
record TargetTable(
    TableName name,
    Map<String, Column> columns,
    List<Set<String>> uniqueKeys,
    List<Set<String>> notNullKeys) {

  /**
   * A column.
   *
   * @param name as the target spells it
   * @param generated whether the target computes it
   * @param collation empty when it is not text
   * @param type as the target spells it
   */
  record Column(
      String name, boolean generated, Optional<String> collation, String type, boolean nullable) {}

  TargetTable {
    columns = Map.copyOf(new TreeMap<>(columns));
    uniqueKeys = List.copyOf(uniqueKeys);
    notNullKeys = List.copyOf(notNullKeys);
  }

  Optional<Column> column(String name) {
    return Optional.ofNullable(columns.get(name.toLowerCase(Locale.ROOT)));
  }

  /** Whether these columns identify a row, so that an upsert by them is one. */
  boolean isKey(Collection<String> names) {
    return notNullKeys.contains(lowerCase(names));
  }

  /** Whether a row may collide with a row of another key. */
  boolean hasOtherUniqueKeys(Collection<String> keyNames) {
    Set<String> key = lowerCase(keyNames);
    return uniqueKeys.stream().anyMatch(unique -> !unique.equals(key));
  }

  private static Set<String> lowerCase(Collection<String> names) {
    return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }
}
