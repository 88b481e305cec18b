package dev.lockstep.flow.section;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What all sections of one reading share: problems, the environment, and the keys asked for so far.
 */
public final class Reading {

  private static final String PREFIX = "LOCKSTEP_";

  private final Map<String, String> env;
  private final ProblemSink problems;
  private final Expansion expansion;
  private final boolean documenting;
  private final List<KeyDoc> docs = new ArrayList<>();
  private final Set<String> overridable = new HashSet<>();

  private Reading(Map<String, String> env, ProblemSink problems, boolean documenting) {
    this.env = env;
    this.problems = problems;
    this.expansion = new Expansion(env);
    this.documenting = documenting;
  }

  /** Reads values; variables named after a key override it. */
  public static Reading of(Map<String, String> env, ProblemSink problems) {
    return new Reading(Map.copyOf(env), problems, false);
  }

  /** Reads nothing, in order to learn every key. */
  public static Reading documenting() {
    return new Reading(Map.of(), (key, badValue, remedy) -> {}, true);
  }

  public Section root(YamlNode.Mapping yaml) {
    return new Section(this, "", yaml.entries());
  }

  /** Every key asked for, in that order. */
  public List<KeyDoc> docs() {
    return List.copyOf(docs);
  }

  /** Reports variables that look like overrides of one of these sections but name no key. */
  public void refuseUnknownOverrides(Set<String> sections) {
    for (String name : env.keySet().stream().sorted().toList()) {
      boolean meant =
          sections.stream().anyMatch(section -> name.startsWith(variable(section) + "_"));
      if (meant && !overridable.contains(name)) {
        problems.problem(
            name,
            "",
            "This environment variable overrides no key of the configuration. "
                + NearestWord.suggestion(name, overridable.stream().sorted().limit(400).toList()));
      }
    }
  }

  /** The variable that overrides a key. */
  public static String variable(String path) {
    return PREFIX + path.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  boolean isDocumenting() {
    return documenting;
  }

  ProblemSink problems() {
    return problems;
  }

  Expansion expansion() {
    return expansion;
  }

  void document(KeyDoc doc) {
    docs.add(doc);
  }

  /** The overriding value of a key, or null. */
  @Nullable String override(String path) {
    overridable.add(variable(path));
    return env.get(variable(path));
  }
}
