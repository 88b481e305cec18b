package dev.lockstep.sink.mysql.definition;

import dev.lockstep.schema.topic.TableName;
import java.util.Collection;
import java.util.HashSet;
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
 * @param uniqueKeys the primary key among them
 */
public record TargetTable(TableName name, Map<String, Column> columns, List<UniqueKey> uniqueKeys) {

  /**
   * A key of which no two rows have the same values.
   *
   * @param columns their lower-case names
   * @param nullable whether one of them may be NULL, so that rows without a value differ
   * @param partial whether of one of them only the beginning counts
   */
  public record UniqueKey(Set<String> columns, boolean nullable, boolean partial) {
    public UniqueKey {
      columns = Set.copyOf(columns);
    }
  }

  /**
   * A column.
   *
   * @param name as the target spells it
   * @param generated whether the target computes it
   * @param collation empty when it is not text
   * @param type as the target spells it
   */
  public record Column(
      String name, boolean generated, Optional<String> collation, String type, boolean nullable) {}

  public TargetTable {
    columns = Map.copyOf(new TreeMap<>(columns));
    uniqueKeys = List.copyOf(uniqueKeys);
  }

  public Optional<Column> column(String name) {
    return Optional.ofNullable(columns.get(name.toLowerCase(Locale.ROOT)));
  }

  /**
   * Whether rows are found by these columns: they are a key, or a key has only such beside them
   * that the source's rows have, too. By part of one a row is written anew rather than over the one
   * that is there: so changes from before the key was given more columns still arrive at a target
   * that has them already. A key with a column of the target's own is none: rows that differ in it
   * are not the source's.
   *
   * @param others columns of the source's rows
   */
  public boolean finds(Collection<String> names, Collection<String> others) {
    Set<String> key = lowerCase(names);
    Set<String> known = new HashSet<>(lowerCase(others));
    known.addAll(key);
    return !key.isEmpty()
        && uniqueKeys.stream()
            .anyMatch(
                unique ->
                    !unique.nullable()
                        && unique.columns().containsAll(key)
                        && known.containsAll(unique.columns()));
  }

  /** Whether a row may collide with a row of another key. */
  public boolean hasOtherUniqueKeys(Collection<String> keyNames) {
    Set<String> key = lowerCase(keyNames);
    return uniqueKeys.stream()
        .anyMatch(unique -> unique.partial() || !unique.columns().equals(key));
  }

  private static Set<String> lowerCase(Collection<String> names) {
    return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }
}
