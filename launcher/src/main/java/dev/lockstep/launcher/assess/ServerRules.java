package dev.lockstep.launcher.assess;

import dev.lockstep.engine.mysql.BinlogServerEngine;
import dev.lockstep.engine.mysql.CaptureRequirements;
import dev.lockstep.engine.mysql.ServerFacts;
import dev.lockstep.flow.ServerEndpoint;
import java.time.Duration;
import java.util.List;

/** Whether a server logs what must be read, and keeps it long enough. */
final class ServerRules {

  private static final Duration SHORT_LOG = Duration.ofDays(1);
  private static final String ALSO_IN_FILE =
      ", also in the server's configuration file, and let the applications reconnect";

  private ServerRules() {}

  static void look(
      ServerEndpoint endpoint,
      BinlogServerEngine engine,
      ServerFacts server,
      boolean target,
      List<Finding> findings) {
    String subject = endpoint.description();
    List<CaptureRequirements.Finding> obstacles = engine.obstacles(server);
    obstacles.forEach(
        found ->
            findings.add(Finding.wrong(subject, plain(found.message()), plain(found.remedy()))));
    if (!server.isOn("log_bin")) {
      return;
    }
    engine
        .hints(endpoint, server)
        .forEach(found -> findings.add(Finding.note(subject, found.message(), found.remedy())));
    replica(subject, server, findings);
    expiry(subject, server, findings);
    serverId(endpoint, server, findings);
    if (target && server.isOn("read_only")) {
      findings.add(
          Finding.wrong(
              subject,
              "The server is read-only (read_only=ON), and a flow writes to it",
              "SET GLOBAL read_only=OFF" + ALSO_IN_FILE));
    }
  }

  private static String plain(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  /** By the names that one engine or the other has for it. */
  private static void replica(String subject, ServerFacts server, List<Finding> findings) {
    boolean replica = !server.variable("gtid_slave_pos").isEmpty();
    if (replica && !server.isOn("log_slave_updates") && !server.isOn("log_replica_updates")) {
      findings.add(
          Finding.wrong(
              subject,
              "The server is a replica that does not log what it replicates"
                  + " (log_slave_updates=OFF): those changes would never be seen",
              "Set log_slave_updates in the server's configuration file and restart it, or point"
                  + " the endpoint at the primary"));
    }
  }

  private static void expiry(String subject, ServerFacts server, List<Finding> findings) {
    Duration kept = kept(server);
    if (!kept.isZero() && kept.compareTo(SHORT_LOG) < 0) {
      findings.add(
          Finding.warning(
              subject,
              "The log is kept for %s only: a longer outage, or a copy that takes longer, loses"
                      .formatted(Words.duration(kept))
                  + " changes and has to begin anew",
              "SET GLOBAL binlog_expire_logs_seconds=604800"
                  + ALSO_IN_FILE
                  + " (before 10.6: expire_logs_days=7)"));
    }
  }

  /** Zero: for ever. */
  static Duration kept(ServerFacts server) {
    String seconds = server.variable("binlog_expire_logs_seconds");
    String days = server.variable("expire_logs_days");
    try {
      if (!seconds.isEmpty()) {
        return Duration.ofSeconds(Long.parseLong(seconds));
      }
      return days.isEmpty() ? Duration.ZERO : Duration.ofDays((long) Double.parseDouble(days));
    } catch (NumberFormatException e) {
      return Duration.ZERO;
    }
  }

  private static void serverId(
      ServerEndpoint endpoint, ServerFacts server, List<Finding> findings) {
    boolean same =
        endpoint.serverId().isPresent()
            && server.variable("server_id").equals(String.valueOf(endpoint.serverId().getAsLong()));
    if (same) {
      findings.add(
          Finding.wrong(
              endpoint.description(),
              "endpoints.%s.server-id is %s, which is the server's own: it will not serve its log"
                  .formatted(endpoint.name(), server.variable("server_id")),
              "Choose a server-id that neither this server nor any replica of it has, or leave the"
                  + " key out"));
    }
  }
}
