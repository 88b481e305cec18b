package dev.lockstep.engine.mariadb;

import dev.lockstep.flow.Endpoint;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a server can be captured as it is configured and with what its user may do. Finds
 * everything at once, so that one visit to the database's administrator is enough.
 */
public final class CaptureRequirements {

  /** What is wrong, and what to do. */
  public record Finding(String message, String remedy) {}

  private static final Pattern GLOBAL_GRANT =
      Pattern.compile("^GRANT (.*) ON \\*\\.\\* TO ", Pattern.CASE_INSENSITIVE);

  private CaptureRequirements() {}

  /** Throws one exception that names everything found. */
  public static void check(Endpoint endpoint, ServerFacts server) {
    List<Finding> findings = findings(endpoint, server);
    if (findings.isEmpty()) {
      return;
    }
    throw new LockstepException(
        Category.CONFIGURATION,
        "Endpoint %s cannot be captured: %s"
            .formatted(endpoint.description(), joined(findings.stream().map(Finding::message))),
        joined(findings.stream().map(Finding::remedy)));
  }

  private static String joined(java.util.stream.Stream<String> sentences) {
    return String.join(" ", sentences.toList());
  }

  static List<Finding> findings(Endpoint endpoint, ServerFacts server) {
    List<Finding> findings = new ArrayList<>();
    server(server, findings);
    grants(endpoint, server, findings);
    return findings;
  }

  private static void server(ServerFacts server, List<Finding> findings) {
    String version = server.variable("version");
    if (!version.toLowerCase(Locale.ROOT).contains("mariadb")) {
      findings.add(
          new Finding(
              "The server's version is '" + version + "', which is not MariaDB.",
              "Point the endpoint at a MariaDB server."));
      return;
    }
    if (!server.isOn("log_bin")) {
      findings.add(
          new Finding(
              "The binary log is off (log_bin=OFF).",
              "Set log_bin in the server's configuration and restart it."));
    }
    required(server, "binlog_format", "ROW", findings);
    required(server, "binlog_row_image", "FULL", findings);
    // The log client does not know compressed events and passes over them.
    if (!server.variable("log_bin_compress").isEmpty()) {
      required(server, "log_bin_compress", "OFF", findings);
    }
  }

  private static void required(
      ServerFacts server, String variable, String value, List<Finding> findings) {
    String actual = server.variable(variable);
    if (!actual.equalsIgnoreCase(value)) {
      findings.add(
          new Finding(
              "%s is %s, not %s.".formatted(variable, actual, value),
              "SET GLOBAL %s=%s, also in the server's configuration file, and let the applications reconnect."
                  .formatted(variable, value)));
    }
  }

  private static void grants(Endpoint endpoint, ServerFacts server, List<Finding> findings) {
    String privileges = globalPrivileges(server.grants());
    if (privileges.contains(",ALL PRIVILEGES,")) {
      return;
    }
    List<String> missing = new ArrayList<>();
    if (!privileges.contains(",REPLICATION SLAVE,")) {
      missing.add("REPLICATION SLAVE");
    }
    if (!privileges.contains(",BINLOG MONITOR,")
        && !privileges.contains(",REPLICATION CLIENT,")
        && !privileges.contains(",SUPER,")) {
      missing.add("BINLOG MONITOR");
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
