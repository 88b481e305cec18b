package dev.lockstep.console.fact;

import dev.lockstep.flow.Configured;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** The kinds of fact that a console shows, in the order in which they are read and sent. */
public final class FactKinds {

  private final List<FactKind<?, ?>> all;
  private final Map<Class<?>, FactKind<?, ?>> byType = new HashMap<>();

  public FactKinds(List<? extends FactKind<?, ?>> kinds) {
    all = List.copyOf(kinds);
    Set<String> names = new HashSet<>();
    Set<String> topics = new HashSet<>();
    for (FactKind<?, ?> kind : all) {
      if (byType.put(kind.type(), kind) != null) {
        throw new IllegalArgumentException("two kinds of fact read " + kind.type().getName());
      }
      if (!names.add(kind.name())) {
        throw new IllegalArgumentException("two kinds of fact are called " + kind.name());
      }
      for (FactTopic topic : kind.topics()) {
        if (!topics.add(topic.name())) {
          throw new IllegalArgumentException("two kinds of fact are read from " + topic.name());
        }
      }
    }
  }

  /** The same and one more. */
  public FactKinds and(FactKind<?, ?> kind) {
    List<FactKind<?, ?>> more = new ArrayList<>(all);
    more.add(kind);
    return new FactKinds(more);
  }

  public List<FactKind<?, ?>> all() {
    return all;
  }

  /** The one that a class declares. */
  public <K extends FactKind<?, ?>> K the(Class<K> declared) {
    return all.stream()
        .filter(declared::isInstance)
        .map(declared::cast)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not a kind here: " + declared));
  }

  /** Those that are kept as lists. */
  public List<ListKind<?>> lists() {
    List<ListKind<?>> lists = new ArrayList<>();
    for (FactKind<?, ?> kind : all) {
      if (kind instanceof ListKind<?> list) {
        lists.add(list);
      }
    }
    return lists;
  }

  /** Every topic that is read. */
  public List<FactTopic> topics() {
    return all.stream().flatMap(kind -> kind.topics().stream()).toList();
  }

  /** The kind that a record states. */
  public FactKind<?, ?> of(SpecificRecord fact) {
    FactKind<?, ?> kind = byType.get(fact.getClass());
    if (kind == null) {
      throw new IllegalArgumentException("not a fact: " + fact.getSchema().getFullName());
    }
    return kind;
  }

  /** Whether a fact is said of something that is still configured. */
  public boolean concerns(SpecificRecord fact, Configured configured) {
    return concerns(of(fact), fact, configured);
  }

  private static <T extends SpecificRecord> boolean concerns(
      FactKind<T, ?> kind, SpecificRecord fact, Configured configured) {
    return kind.concerns(kind.type().cast(fact), configured);
  }
}
