package dev.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Goal: whoever follows a message finds the key that it names. Method: every text in the sources is
 * searched for words that look like a key, and each must be one of docs/config.md.
 */
class KeysInMessagesTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `([^`]+)` \\|");
  private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");

  /** A name that the program fills in. */
  private static final Pattern FILLED_IN = Pattern.compile("%(\\d\\$)?s");

  @Test
  void everyKeyThatAMessageNamesIsDocumented() throws IOException {
    Set<String> documented = documented();
    Pattern key =
        Pattern.compile(
            "(?<![\\w.-])("
                + String.join("|", sections(documented))
                + ")\\.[A-Za-z<][\\w<>-]*(\\.[A-Za-z<][\\w<>-]*)*");
    int named = 0;
    List<String> wrong = new ArrayList<>();
    for (Path source : sources()) {
      Matcher text = TEXT.matcher(Files.readString(source));
      while (text.find()) {
        String words = FILLED_IN.matcher(text.group(1)).replaceAll("<name>");
        for (String word : key.matcher(words).results().map(MatchResult::group).toList()) {
          named++;
          if (!isKey(word, documented)) {
            wrong.add(ROOT.relativize(source) + ": " + word);
          }
        }
      }
    }
    assertThat(wrong).as("correct the message: docs/config.md has no such key").isEmpty();
    assertThat(named).as("keys found in messages").isGreaterThan(20);
  }

  /** Itself, a section that holds keys, or a name within one whose names are free. */
  private static boolean isKey(String word, Set<String> documented) {
    return documented.stream()
        .anyMatch(
            key ->
                key.equals(word)
                    || key.startsWith(word + ".")
                    || key.startsWith(word + "[")
                    || key.endsWith(".properties") && word.startsWith(key + "."));
  }

  private static Set<String> documented() throws IOException {
    return DOCUMENTED
        .matcher(Files.readString(ROOT.resolve("docs/config.md")))
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> sections(Set<String> documented) {
    return documented.stream()
        .map(key -> key.substring(0, key.indexOf('.')))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Path> sources() {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules
          .map(module -> module.resolve("src/main/java"))
          .filter(Files::isDirectory)
          .flatMap(KeysInMessagesTest::javaFiles)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> javaFiles(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
