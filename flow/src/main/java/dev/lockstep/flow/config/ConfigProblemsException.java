package dev.lockstep.flow.config;

import dev.lockstep.flow.LockstepException;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration with problems: all of them. */
public final class ConfigProblemsException extends LockstepException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public ConfigProblemsException(List<Problem> problems) {
    super(
        Category.CONFIGURATION,
        describe(problems),
        "Correct the configuration; docs/config.md lists every key.");
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }

  private static String describe(List<Problem> problems) {
    String count = problems.size() == 1 ? "a problem" : problems.size() + " problems";
    return problems.stream()
        .map(problem -> "  - " + problem)
        .collect(Collectors.joining("\n", "The configuration has " + count + ":\n", ""));
  }
}
