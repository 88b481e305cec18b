package dev.lockstep.console.view;

import dev.lockstep.console.fact.FactKind;
import dev.lockstep.console.fact.FactKinds;
import dev.lockstep.console.fact.Picture;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** What is shown of every kind of fact at one moment, found by kind. Immutable. */
public final class Pictures {

  private final Map<FactKind<?, ?>, Picture> byKind;
  private final Map<Class<?>, Picture> byClass = new HashMap<>();

  /** The pictures of kinds, each of its own kind. */
  Pictures(Map<FactKind<?, ?>, Picture> byKind) {
    this.byKind = Collections.unmodifiableMap(new LinkedHashMap<>(byKind));
    byKind.forEach((kind, picture) -> byClass.put(kind.getClass(), picture));
  }

  /** The kinds in the order of {@link FactKinds}. */
  public Set<FactKind<?, ?>> kinds() {
    return byKind.keySet();
  }

  /** What is shown of a kind, for whoever knows it only as one of many. */
  public <T extends SpecificRecord, P extends Picture> P of(FactKind<T, P> kind) {
    return typed(byKind.get(kind), kind);
  }

  /** What is shown of the kind that a class declares. */
  public <T extends SpecificRecord, P extends Picture> P of(Class<? extends FactKind<T, P>> kind) {
    return typed(byClass.get(kind), kind);
  }

  @SuppressWarnings("unchecked") // A kind's keep makes the pictures that the kind names.
  private static <P extends Picture> P typed(@Nullable Picture picture, Object kind) {
    if (picture == null) {
      throw new IllegalArgumentException("not a kind of this console: " + kind);
    }
    return (P) picture;
  }
}
