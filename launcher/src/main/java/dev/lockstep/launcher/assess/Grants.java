package dev.lockstep.launcher.assess;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an account may do, read from the lines of {@code SHOW GRANTS}. */
final class Grants {

  private static final Pattern LINE =
      Pattern.compile(
          "^GRANT (.+) ON (?:TABLE )?(\\*|`(?:[^`]|``)+`)\\.(\\*|`(?:[^`]|``)+`) TO .*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** An empty schema stands for all. */
  private record Grant(List<String> privileges, Optional<Pattern> schema) {

    boolean holds(String... names) {
      return privileges.contains("ALL PRIVILEGES")
          || privileges.contains("ALL")
          || privileges.stream().anyMatch(List.of(names)::contains);
    }
  }

  private static final Pattern ROLE =
      Pattern.compile("^GRANT [`'].* TO .*", Pattern.CASE_INSENSITIVE);

  private final List<Grant> grants = new ArrayList<>();
  private final boolean byRoles;

  Grants(List<String> lines) {
    byRoles = lines.stream().anyMatch(line -> ROLE.matcher(line).matches());
    for (String line : lines) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        List<String> privileges =
            List.of(
                matcher.group(1).replaceAll("\\([^)]*\\)", "").toUpperCase(Locale.ROOT).split(","));
        grants.add(
            new Grant(
                privileges.stream().map(String::strip).toList(),
                matcher.group(2).equals("*")
                    ? Optional.empty()
                    : Optional.of(schemaPattern(matcher.group(2)))));
      }
    }
  }

  /** In a grant, % and _ stand for characters unless a backslash is before them. */
  private static Pattern schemaPattern(String quoted) {
    String name = quoted.substring(1, quoted.length() - 1).replace("``", "`");
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '\\' && i + 1 < name.length()) {
        regex.append(Pattern.quote(String.valueOf(name.charAt(++i))));
      } else if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  /** Whether roles are granted too: what they bring need not be among the lines. */
  boolean byRoles() {
    return byRoles;
  }

  /** Whether one of these privileges is granted on everything; each has older names. */
  boolean everywhere(String... names) {
    return grants.stream()
        .filter(grant -> grant.schema.isEmpty())
        .anyMatch(grant -> grant.holds(names));
  }

  /** Whether a privilege is granted in a schema, on all of it or on a table there. */
  boolean in(String schema, String name) {
    return grants.stream()
        .filter(grant -> grant.schema.isEmpty() || grant.schema.get().matcher(schema).matches())
        .anyMatch(grant -> grant.holds(name));
  }
}
