package dev.lockstep.engine.mariadb;

import dev.lockstep.engine.mysql.CaptureRequirements;
import dev.lockstep.engine.mysql.CaptureRequirements.Finding;
import dev.lockstep.engine.mysql.ServerFacts;
import dev.lockstep.flow.ServerEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Whether a MariaDB server can be captured. */
public final class MariaDbRequirements {

  private MariaDbRequirements() {}

  /** Throws one exception that names everything found. */
  public static void check(ServerEndpoint endpoint, ServerFacts server) {
    CaptureRequirements.refuse(endpoint, findings(endpoint, server));
  }

  static List<Finding> findings(ServerEndpoint endpoint, ServerFacts server) {
    List<Finding> findings = new ArrayList<>(ofServer(server));
    CaptureRequirements.grants(
        endpoint, server, "BINLOG MONITOR", Set.of("REPLICATION CLIENT", "SUPER"), findings);
    return findings;
  }

  static List<Finding> ofServer(ServerFacts server) {
    List<Finding> findings = new ArrayList<>();
    String version = server.variable("version");
    if (!version.toLowerCase(Locale.ROOT).contains("mariadb")) {
      findings.add(
          new Finding(
              "The server's version is '" + version + "', which is not MariaDB.",
              "Point the endpoint at a MariaDB server, or say type: mysql."));
      return findings;
    }
    CaptureRequirements.logsRows(server, findings);
    // The log client does not know compressed events and passes over them.
    if (!server.variable("log_bin_compress").isEmpty()) {
      CaptureRequirements.required(server, "log_bin_compress", "OFF", findings);
    }
    return findings;
  }
}
