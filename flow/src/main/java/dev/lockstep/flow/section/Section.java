package dev.lockstep.flow.section;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the configuration, read key by key.
 *
 * <p>A key that is wrong is reported and read as its default, so that reading goes on and finds
 * what else is wrong. Each call names the key's meaning; from these calls the reference is
 * generated. Thread-confined.
 */
public final class Section {

  /** A key with what there is to say of it. */
  private record Key(String name, String type, String defaultValue, String meaning) {}

  /** A value, and how it may be shown. */
  private record Value(String text, String shown) {}

  /** Reads a text or throws with what would be right. */
  public interface Parser<T> {
    T parse(String text);
  }

  private final Reading reading;
  private final String path;
  private final Map<String, YamlNode> entries;
  private final Set<String> known = new TreeSet<>();

  Section(Reading reading, String path, Map<String, YamlNode> entries) {
    this.reading = reading;
    this.path = path;
    this.entries = entries;
  }

  /** Full path of this section. */
  public String path() {
    return path;
  }

  /** Full path of a key of this section. */
  public String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Whether the keys are only asked for in order to learn them. */
  public boolean isDocumenting() {
    return reading.isDocumenting();
  }

  public String text(String key, String defaultValue, String meaning) {
    return value(new Key(key, "text", defaultValue, meaning), defaultValue, text -> text);
  }

  /** Text of a form that the parser checks. */
  public <T> T parsed(
      String key, String type, String defaultValue, Parser<T> parser, String meaning) {
    return value(new Key(key, type, defaultValue, meaning), parser.parse(defaultValue), parser);
  }

  /** A value that must be there; empty when it is not, which is reported, or wrong. */
  public <T> Optional<T> required(String key, String type, Parser<T> parser, String meaning) {
    Optional<T> value =
        value(
            new Key(key, type, "", meaning),
            Optional.empty(),
            text -> Optional.of(parser.parse(text)));
    if (value.isEmpty() && !isGiven(key)) {
      problem(key, "Missing: " + lowerFirst(meaning));
    }
    return value;
  }

  /** A value that may be there. */
  public <T> Optional<T> optional(String key, String type, Parser<T> parser, String meaning) {
    return value(
        new Key(key, type, "", meaning), Optional.empty(), text -> Optional.of(parser.parse(text)));
  }

  public int integer(String key, int defaultValue, int min, int max, String meaning) {
    return (int) integer(key, (long) defaultValue, min, max, meaning);
  }

  public long integer(String key, long defaultValue, long min, long max, String meaning) {
    String type = "integer, " + min + " to " + max;
    return value(
        new Key(key, type, Long.toString(defaultValue), meaning),
        defaultValue,
        Parsers.integer(min, max));
  }

  public boolean flag(String key, boolean defaultValue, String meaning) {
    return value(
        new Key(key, "true or false", Boolean.toString(defaultValue), meaning),
        defaultValue,
        Parsers::flag);
  }

  public Duration duration(
      String key, Duration defaultValue, Duration min, Duration max, String meaning) {
    String type = "duration, " + Durations.format(min) + " to " + Durations.format(max);
    return value(
        new Key(key, type, Durations.format(defaultValue), meaning),
        defaultValue,
        Parsers.duration(min, max));
  }

  /** One of the constants of an enum, written in lower case with hyphens. */
  public <E extends Enum<E>> E choice(
      String key, Class<E> constants, E defaultValue, String meaning) {
    Key known =
        new Key(
            key,
            Parsers.words(List.of(constants.getEnumConstants())),
            Parsers.word(defaultValue),
            meaning);
    return value(known, defaultValue, Parsers.choice(constants));
  }

  /** A list of texts. A single text counts as a list of one. */
  public <T> List<T> list(String key, String type, Parser<T> parser, String meaning) {
    document(new Key(key, type, "", meaning));
    YamlNode node = entries.get(key);
    List<YamlNode> nodes = node instanceof YamlNode.Sequence list ? list.items() : present(node);
    List<T> values = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      String at = path(key) + "[" + i + "]";
      scalar(at, nodes.get(i)).flatMap(value -> parse(value, parser, at)).ifPresent(values::add);
    }
    return values;
  }

  /** Free keys with values, for others to read. Nested mappings are read as names with dots. */
  public Map<String, String> properties(String key, String meaning) {
    document(new Key(key, "mapping of names to values", "", meaning));
    Map<String, String> properties = new LinkedHashMap<>();
    mapping(path(key), entries.get(key))
        .ifPresent(mapping -> flatten("", path(key), mapping, properties));
    return properties;
  }

  /** A section within this one, read by its reader. */
  public <T> T section(String key, Function<Section, T> reader) {
    known.add(key);
    YamlNode.Mapping mapping = mapping(path(key), entries.get(key)).orElse(YamlNode.Mapping.EMPTY);
    return read(new Section(reading, path(key), mapping.entries()), reader);
  }

  /** Sections under names that the user chooses. */
  public <T> Map<String, T> named(String key, BiFunction<String, Section, Optional<T>> reader) {
    known.add(key);
    Map<String, YamlNode> sections =
        mapping(path(key), entries.get(key)).orElse(YamlNode.Mapping.EMPTY).entries();
    if (isDocumenting()) {
      sections = Map.of("<name>", YamlNode.Mapping.EMPTY);
    }
    Map<String, T> read = new LinkedHashMap<>();
    sections.forEach(
        (name, node) -> {
          String at = path(key) + "." + name;
          Map<String, YamlNode> inner = mapping(at, node).orElse(YamlNode.Mapping.EMPTY).entries();
          read(new Section(reading, at, inner), section -> reader.apply(name, section))
              .ifPresent(value -> read.put(name, value));
        });
    return read;
  }

  /** A list of sections. */
  public <T> List<T> items(String key, Function<Section, Optional<T>> reader) {
    known.add(key);
    YamlNode node = entries.get(key);
    List<YamlNode> nodes = node instanceof YamlNode.Sequence list ? list.items() : present(node);
    if (isDocumenting()) {
      nodes = List.of(YamlNode.Mapping.EMPTY);
    }
    List<T> read = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      String at = path(key) + (isDocumenting() ? "[]" : "[" + i + "]");
      mapping(at, nodes.get(i))
          .flatMap(mapping -> read(new Section(reading, at, mapping.entries()), reader))
          .ifPresent(read::add);
    }
    return read;
  }

  /** Whether a key of this section holds anything; while learning the keys, whether it might. */
  public boolean has(String key) {
    return isDocumenting() || isGiven(key);
  }

  /** Reports what is wrong with this section as a whole. */
  public void problemHere(String badValue, String remedy) {
    reading.problems().problem(path, badValue, remedy);
  }

  /** Reports what is wrong with a key beyond its form. */
  public void problem(String key, String remedy) {
    String shown =
        entries.get(key) instanceof YamlNode.Scalar scalar
            ? Redaction.shown(key, scalar.text())
            : "";
    reading.problems().problem(path(key), shown, remedy);
  }

  private <T> T value(Key key, T defaultValue, Parser<T> parser) {
    document(key);
    return scalar(path(key.name), entries.get(key.name))
        .flatMap(value -> parse(value, parser, path(key.name)))
        .orElse(defaultValue);
  }

  private <T> Optional<T> parse(Value value, Parser<T> parser, String at) {
    try {
      return Optional.of(parser.parse(value.text));
    } catch (IllegalArgumentException wrong) {
      reading.problems().problem(at, value.shown, String.valueOf(wrong.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<Value> scalar(String at, @Nullable YamlNode node) {
    String override = reading.override(at);
    if (override != null) {
      return Optional.of(
          new Value(override, Redaction.shown(at, override) + " from " + Reading.variable(at)));
    }
    if (node instanceof YamlNode.Scalar scalar) {
      return scalar.isNull() ? Optional.empty() : expanded(at, scalar.text());
    }
    if (node != null) {
      reading.problems().problem(at, "", "It must be a single value, not a list or a mapping.");
    }
    return Optional.empty();
  }

  private Optional<Value> expanded(String at, String text) {
    String shown = Redaction.shown(at, text);
    if (!Expansion.isReference(text)) {
      return Optional.of(new Value(text, shown));
    }
    try {
      return Optional.of(new Value(reading.expansion().expand(text), shown));
    } catch (IllegalArgumentException nowhere) {
      reading.problems().problem(at, shown, String.valueOf(nowhere.getMessage()));
      return Optional.empty();
    }
  }

  private void flatten(
      String prefix, String at, YamlNode.Mapping mapping, Map<String, String> properties) {
    mapping
        .entries()
        .forEach(
            (name, node) -> {
              String inner = at + "." + name;
              if (node instanceof YamlNode.Mapping nested) {
                flatten(prefix + name + ".", inner, nested, properties);
              } else {
                scalar(inner, node).ifPresent(value -> properties.put(prefix + name, value.text));
              }
            });
  }

  private Optional<YamlNode.Mapping> mapping(String at, @Nullable YamlNode node) {
    if (node instanceof YamlNode.Mapping mapping) {
      return Optional.of(mapping);
    }
    if (node != null && !(node instanceof YamlNode.Scalar scalar && scalar.isNull())) {
      reading.problems().problem(at, "", "It must be a mapping of keys to values.");
    }
    return Optional.empty();
  }

  private <T> T read(Section section, Function<Section, T> reader) {
    T value = reader.apply(section);
    section.refuseUnknownKeys();
    return value;
  }

  /** Reports keys that nobody asked for; for the outermost section, when all are read. */
  public void refuseUnknownKeys() {
    Collection<String> unknown = new TreeSet<>(entries.keySet());
    unknown.removeAll(known);
    for (String key : unknown) {
      reading
          .problems()
          .problem(path(key), "", "Unknown key. " + NearestWord.suggestion(key, known));
    }
  }

  private boolean isGiven(String key) {
    boolean inFile =
        entries.get(key) != null
            && !(entries.get(key) instanceof YamlNode.Scalar scalar && scalar.isNull());
    return inFile || reading.override(path(key)) != null;
  }

  private void document(Key key) {
    known.add(key.name);
    reading.document(new KeyDoc(path(key.name), key.type, key.defaultValue, key.meaning));
  }

  private static List<YamlNode> present(@Nullable YamlNode node) {
    return node == null || node instanceof YamlNode.Scalar scalar && scalar.isNull()
        ? List.of()
        : List.of(node);
  }

  private static String lowerFirst(String sentence) {
    return sentence.isEmpty()
        ? ""
        : sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
  }
}
