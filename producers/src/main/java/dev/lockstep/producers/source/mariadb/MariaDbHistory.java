package dev.lockstep.producers.source.mariadb;

import dev.lockstep.engine.mysql.ServerFacts;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.producers.source.LostHistoryException;
import dev.lockstep.producers.source.event.ResumePoint;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Whether a server still has the log from a position on. */
final class MariaDbHistory {

  private MariaDbHistory() {}

  /** Throws when the log of a point is gone, or when the server has never logged it. */
  static void check(ServerEndpoint endpoint, ServerFacts server, ResumePoint resume) {
    if (!resume.place().file().isEmpty()
        && !server.logFiles().isEmpty()
        && !server.logFiles().contains(resume.place().file())) {
      throw new LostHistoryException(
          "endpoint %s no longer has log file %s from which capture would go on; its oldest is %s."
              .formatted(
                  endpoint.description(), resume.place().file(), server.logFiles().getFirst()));
    }
    Map<String, Long> logged = sequences(server.variable("gtid_binlog_pos"));
    sequences(gtids(resume))
        .forEach(
            (domain, sequence) -> {
              Long newest = logged.get(domain);
              if (newest == null || newest < sequence) {
                throw new LostHistoryException(
                    "endpoint %s was read up to transaction %s, but its own log ends at '%s': the log was reset or the server restored."
                        .formatted(
                            endpoint.description(),
                            gtids(resume),
                            server.variable("gtid_binlog_pos")));
              }
            });
  }

  private static String gtids(ResumePoint resume) {
    return Objects.toString(resume.offset().get("gtids"), "");
  }

  /** Newest sequence by domain of a list like {@code 0-1-5,1-1-7}. */
  private static Map<String, Long> sequences(String gtids) {
    Map<String, Long> sequences = new HashMap<>();
    for (String gtid : gtids.split(",")) {
      String[] parts = gtid.trim().split("-");
      if (parts.length == 3) {
        sequences.merge(parts[0], Long.parseLong(parts[2]), Math::max);
      }
    }
    return sequences;
  }
}
