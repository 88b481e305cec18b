package dev.lockstep.flow.section;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * YAML as it was written: scalars keep their text, so that a password of digits stays what it is.
 */
public sealed interface YamlNode {

  /** Text, number or truth; no text at all for null. */
  record Scalar(String text, boolean isNull) implements YamlNode {}

  record Sequence(List<YamlNode> items) implements YamlNode {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  record Mapping(Map<String, YamlNode> entries) implements YamlNode {

    public static final Mapping EMPTY = new Mapping(Map.of());

    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }
  }
}
