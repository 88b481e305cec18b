package dev.lockstep.flow.config;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.flow.section.Reading;
import dev.lockstep.flow.section.YamlNode;
import dev.lockstep.flow.section.YamlReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration whole and reports everything that is wrong with it at once.
 *
 * <p>Each single value may be overridden by an environment variable named after its key ({@code
 * LOCKSTEP_ENDPOINTS_SHOP_PASSWORD}) and may refer to {@code ${env:NAME}} or {@code ${file:PATH}}.
 * Relative paths are relative to the working directory.
 */
public final class ConfigLoader {

  private ConfigLoader() {}

  public static LockstepConfig load(Path file, Map<String, String> env) {
    try {
      return parse(Files.readString(file), env);
    } catch (NoSuchFileException missing) {
      throw new LockstepException(
          Category.CONFIGURATION,
          "There is no configuration file " + file,
          "Give the path of a YAML file; docs/config.md has one to start from.",
          missing);
    } catch (CharacterCodingException notText) {
      throw new LockstepException(
          Category.CONFIGURATION,
          "The configuration file " + file + " is not UTF-8 text",
          "Save it as UTF-8.",
          notText);
    } catch (IOException unreadable) {
      throw new LockstepException(
          Category.CONFIGURATION,
          "The configuration file " + file + " cannot be read: " + describe(unreadable),
          "Check that it is a file and that this user may read it.",
          unreadable);
    }
  }

  public static LockstepConfig parse(String yaml, Map<String, String> env) {
    List<Problem> problems = new ArrayList<>();
    Collector collector = new Collector(problems);
    YamlNode.Mapping document = YamlReader.read(yaml, collector::add);
    boolean isReadable = problems.stream().noneMatch(problem -> problem.key().equals("(YAML)"));
    Reading reading = Reading.of(env, collector::add);
    LockstepConfig config = ConfigReader.read(reading.root(document));
    if (isReadable) {
      reading.refuseUnknownOverrides(ConfigReader.SECTIONS);
      requireSomethingToDo(document, collector);
      new CrossChecks(config, endpointNames(document), collector::add).run();
    }
    if (!problems.isEmpty()) {
      throw new ConfigProblemsException(problems);
    }
    return config;
  }

  private record Collector(List<Problem> problems) {

    void add(String key, String badValue, String remedy) {
      Problem problem = new Problem(key, badValue, remedy);
      if (!problems.contains(problem)) {
        problems.add(problem);
      }
    }
  }

  /** Every program that reads a configuration works on flows: without any, none can be meant. */
  private static void requireSomethingToDo(YamlNode.Mapping document, Collector collector) {
    if (isEmpty(document.entries().get("endpoints"))) {
      collector.add(
          "endpoints",
          "",
          "Missing: name the databases to read and to write; docs/config.md has an example.");
    }
    if (isEmpty(document.entries().get("flows"))) {
      collector.add(
          "flows",
          "",
          "Missing: say which tables go from which endpoint to which; docs/config.md has an"
              + " example.");
    }
  }

  /** Anything else that is no mapping has been reported as such. */
  private static boolean isEmpty(@Nullable YamlNode section) {
    return switch (section) {
      case null -> true;
      case YamlNode.Scalar scalar -> scalar.isNull();
      case YamlNode.Mapping mapping -> mapping.entries().isEmpty();
      case YamlNode.Sequence list -> false;
    };
  }

  private static Set<String> endpointNames(YamlNode.Mapping document) {
    return document.entries().get("endpoints") instanceof YamlNode.Mapping endpoints
        ? endpoints.entries().keySet()
        : Set.of();
  }

  private static String describe(IOException failure) {
    String name = failure.getClass().getSimpleName();
    return failure.getMessage() == null ? name : name + ", " + failure.getMessage();
  }
}
