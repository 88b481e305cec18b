package dev.lockstep.engine.mysql;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.flow.ServerEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether a server can be captured as it is configured and with what its user may do: what MySQL
 * and MariaDB ask alike. Finds everything at once, so that one visit to the database's
 * administrator is enough.
 */
public final class CaptureRequirements {

  /** What is wrong, and what to do. */
  public record Finding(String message, String remedy) {}

  private static final Pattern GLOBAL_GRANT =
      Pattern.compile("^GRANT (.*) ON \\*\\.\\* TO ", Pattern.CASE_INSENSITIVE);

  private static final Pattern ROLE = Pattern.compile("^GRANT [`'][^`']*[`']@.* TO .*");

  private CaptureRequirements() {}

  /** Throws one exception that names everything found. */
  public static void refuse(ServerEndpoint endpoint, List<Finding> findings) {
    if (findings.isEmpty()) {
      return;
    }
    throw new LockstepException(
        Category.CONFIGURATION,
        "Endpoint %s cannot be captured: %s"
            .formatted(endpoint.description(), joined(findings.stream().map(Finding::message))),
        joined(findings.stream().map(Finding::remedy)));
  }

  private static String joined(Stream<String> sentences) {
    return String.join(" ", sentences.toList());
  }

  /** Whole rows have to be logged. */
  public static void logsRows(ServerFacts server, List<Finding> findings) {
    if (!server.isOn("log_bin")) {
      findings.add(
          new Finding(
              "The binary log is off (log_bin=OFF).",
              "Set log_bin in the server's configuration and restart it."));
    }
    required(server, "binlog_format", "ROW", findings);
    required(server, "binlog_row_image", "FULL", findings);
  }

  /** A variable that must have a value. */
  public static void required(
      ServerFacts server, String variable, String value, List<Finding> findings) {
    String actual = server.variable(variable);
    if (!actual.equalsIgnoreCase(value)) {
      findings.add(
          new Finding(
              "%s is %s, not %s.".formatted(variable, actual, value.isEmpty() ? "empty" : value),
              "SET GLOBAL %s=%s, also in the server's configuration file, and let the applications reconnect."
                  .formatted(variable, value.isEmpty() ? "''" : value)));
    }
  }

  /**
   * What the account may do.
   *
   * @param monitor privilege to ask for where the log stands
   * @param instead others that include it
   */
  public static void grants(
      ServerEndpoint endpoint,
      ServerFacts server,
      String monitor,
      Set<String> instead,
      List<Finding> findings) {
    String privileges = globalPrivileges(server.grants());
    if (privileges.contains(",ALL PRIVILEGES,") || hasRole(server.grants())) {
      // What a role brings is not listed; what is lacking then shows when it is used.
      return;
    }
    List<String> missing = new ArrayList<>();
    if (!privileges.contains(",REPLICATION SLAVE,")) {
      missing.add("REPLICATION SLAVE");
    }
    if (!privileges.contains("," + monitor + ",")
        && instead.stream().noneMatch(other -> privileges.contains("," + other + ","))) {
      missing.add(monitor);
    }
    if (!privileges.contains(",RELOAD,") && !privileges.contains(",LOCK TABLES,")) {
      missing.add("RELOAD");
    }
    if (!privileges.contains(",SELECT,") && !hasSchemaSelect(server.grants())) {
      missing.add("SELECT");
    }
    if (!missing.isEmpty()) {
      String list = String.join(", ", missing);
      findings.add(
          new Finding(
              "User '%s' lacks %s.".formatted(endpoint.username(), list),
              "GRANT %s ON *.* TO '%s'@'...';".formatted(list, endpoint.username())));
    }
  }

  /** To lock a table for a moment while it is copied. */
  public static void locks(ServerEndpoint endpoint, ServerFacts server, List<Finding> findings) {
    String privileges = globalPrivileges(server.grants());
    boolean has =
        privileges.contains(",ALL PRIVILEGES,")
            || privileges.contains(",LOCK TABLES,")
            || hasRole(server.grants())
            || server.grants().stream()
                .map(grant -> grant.toUpperCase(Locale.ROOT))
                .anyMatch(
                    grant ->
                        grant.startsWith("GRANT ALL PRIVILEGES ON")
                            || grant.matches("GRANT .*\\bLOCK TABLES\\b.* ON .*"));
    if (!has) {
      findings.add(
          new Finding(
              "User '%s' lacks LOCK TABLES, by which tables are copied where transactions have no ids (gtid_mode is %s)."
                  .formatted(endpoint.username(), server.variable("gtid_mode")),
              "GRANT LOCK TABLES ON *.* TO '%s'@'...', or switch to gtid_mode=ON."
                  .formatted(endpoint.username())));
    }
  }

  private static boolean hasRole(List<String> grants) {
    return grants.stream().anyMatch(grant -> ROLE.matcher(grant).matches());
  }

  /** Comma-framed list of everything granted on all schemas. */
  private static String globalPrivileges(List<String> grants) {
    StringBuilder all = new StringBuilder(",");
    for (String grant : grants) {
      Matcher matcher = GLOBAL_GRANT.matcher(grant);
      if (matcher.find()) {
        for (String privilege : matcher.group(1).split(",")) {
          all.append(privilege.trim().toUpperCase(Locale.ROOT)).append(',');
        }
      }
    }
    return all.toString();
  }

  private static boolean hasSchemaSelect(List<String> grants) {
    return grants.stream()
        .map(grant -> grant.toUpperCase(Locale.ROOT))
        .anyMatch(
            grant ->
                !grant.contains(" ON *.* ")
                    && (grant.startsWith("GRANT ALL PRIVILEGES ON")
                        || grant.matches("GRANT .*\\bSELECT\\b.* ON .*")));
  }
}
