package dev.lockstep.flow.config;

import java.util.regex.Pattern;

/** The forms that names may have. */
final class Names {

  /** Endpoints and flows: they become parts of topic names, group ids and transactional ids. */
  static final Pattern SIMPLE = Pattern.compile("[a-z][a-z0-9_]{0,40}");

  static final String FORM =
      "lower-case letters, digits and underscores, begin with a letter, have at most 41 characters and"
          + " are not 'lockstep'; rename it.";

  private static final String RESERVED = "lockstep";

  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");
  private static final Pattern KAFKA = Pattern.compile("[A-Za-z0-9._-]{1,200}");

  private Names() {}

  static boolean isSimple(String name) {
    return SIMPLE.matcher(name).matches() && !name.equals(RESERVED);
  }

  static String identifier(String text) {
    return matching(text, IDENTIFIER, "letters, digits and underscores, at most 64");
  }

  static String kafka(String text) {
    return matching(text, KAFKA, "letters, digits, dots, hyphens and underscores, at most 200");
  }

  private static String matching(String text, Pattern pattern, String form) {
    String name = text.strip();
    if (!pattern.matcher(name).matches()) {
      throw new IllegalArgumentException("It must be " + form + ".");
    }
    return name;
  }
}
