package dev.lockstep.flow.section;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces {@code ${env:NAME}} and {@code ${file:PATH}}; {@code $${} stands for {@code ${} itself. */
public final class Expansion {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(\\}?)");

  private final Map<String, String> env;

  /**
   * @param env the variables that references name
   */
  public Expansion(Map<String, String> env) {
    this.env = env;
  }

  /** Whether a value is not what it looks like. */
  static boolean isReference(String text) {
    return text.contains("${");
  }

  /**
   * The value meant.
   *
   * @throws IllegalArgumentException with the remedy, when a reference leads nowhere
   */
  public String expand(String text) {
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      String value = matcher.group(1) == null ? "${" : resolve(matcher.group(1), matcher.group(2));
      matcher.appendReplacement(out, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(out).toString();
  }

  private String resolve(String reference, String close) {
    if (close.isEmpty()) {
      throw new IllegalArgumentException("The brace of '${" + reference + "' is never closed.");
    }
    if (reference.startsWith("env:")) {
      return variable(reference.substring(4).strip());
    }
    if (reference.startsWith("file:")) {
      return content(reference.substring(5).strip());
    }
    throw new IllegalArgumentException(
        "A reference is ${env:NAME} or ${file:PATH}; write $${ for a plain ${.");
  }

  private String variable(String name) {
    String value = env.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "The environment variable " + name + " is not set; set it or write the value here.");
    }
    return value;
  }

  private static String content(String name) {
    try {
      return Files.readString(Path.of(name)).stripTrailing();
    } catch (NoSuchFileException | InvalidPathException missing) {
      throw new IllegalArgumentException(
          "There is no file " + name + " (looked for from " + Path.of("").toAbsolutePath() + ").",
          missing);
    } catch (MalformedInputException binary) {
      throw new IllegalArgumentException("The file " + name + " is not UTF-8 text.", binary);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "The file " + name + " cannot be read: " + unreadable.getClass().getSimpleName() + ".",
          unreadable);
    }
  }
}
