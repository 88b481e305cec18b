package dev.lockstep.engine.mysql;

import dev.lockstep.engine.mysql.CaptureRequirements.Finding;
import dev.lockstep.flow.ServerEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a MySQL server can be captured. */
public final class MySqlRequirements {

  private static final int FIRST_MAJOR = 8;

  /** A set of transactions in which some have a name beside their number. */
  private static final Pattern TAG = Pattern.compile(":\\s*[a-z_]", Pattern.CASE_INSENSITIVE);

  private MySqlRequirements() {}

  /** Throws one exception that names everything found. */
  public static void check(ServerEndpoint endpoint, ServerFacts server) {
    CaptureRequirements.refuse(endpoint, findings(endpoint, server));
  }

  static List<Finding> findings(ServerEndpoint endpoint, ServerFacts server) {
    List<Finding> findings = new ArrayList<>(ofServer(server));
    CaptureRequirements.grants(endpoint, server, "REPLICATION CLIENT", Set.of("SUPER"), findings);
    if (!server.variable("gtid_mode").equalsIgnoreCase("ON")) {
      CaptureRequirements.locks(endpoint, server, findings);
    }
    return findings;
  }

  static List<Finding> ofServer(ServerFacts server) {
    List<Finding> findings = new ArrayList<>();
    if (version(server, findings)) {
      CaptureRequirements.logsRows(server, findings);
      // Of a document that was changed in part the log has that part alone.
      CaptureRequirements.required(server, "binlog_row_value_options", "", findings);
      if (TAG.matcher(server.variable("gtid_executed")).find()) {
        findings.add(
            new Finding(
                "The server has transactions with tagged ids (gtid_executed is %s), which what reads the log does not know."
                    .formatted(server.variable("gtid_executed")),
                "Let no session set gtid_next to AUTOMATIC:tag, and capture a server without such transactions."));
      }
    }
    return findings;
  }

  private static boolean version(ServerFacts server, List<Finding> findings) {
    String version = server.variable("version");
    if (version.toLowerCase(Locale.ROOT).contains("mariadb")) {
      findings.add(
          new Finding(
              "The server's version is '" + version + "', which is MariaDB and not MySQL.",
              "Say type: mariadb, or point the endpoint at a MySQL server."));
      return false;
    }
    if (major(version) < FIRST_MAJOR) {
      findings.add(
          new Finding(
              "The server's version is '" + version + "'; MySQL is captured from 8.0 on.",
              "Capture a replica of a newer version."));
      return false;
    }
    return true;
  }

  private static int major(String version) {
    int dot = version.indexOf('.');
    try {
      return Integer.parseInt(dot < 0 ? version : version.substring(0, dot));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
