package dev.lockstep.producers.source.mysql;

import com.github.shyiko.mysql.binlog.GtidSet;
import dev.lockstep.engine.mysql.ServerFacts;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.producers.source.LostHistoryException;
import dev.lockstep.producers.source.event.LogMark;
import dev.lockstep.producers.source.event.ResumePoint;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** Whether a server still has the log from a position on. */
final class MySqlHistory {

  private static final String GTIDS = "gtids";

  private MySqlHistory() {}

  static boolean hasIds(ServerFacts server) {
    return server.variable("gtid_mode").equalsIgnoreCase("ON");
  }

  /**
   * Throws when the log of a point is gone, or when the server has never logged it. By ids the
   * server may be another one than before, which has all that was read.
   *
   * @param executed whether the server has executed transactions, after waiting for a while
   */
  static void check(
      ServerEndpoint endpoint, ServerFacts server, ResumePoint resume, Predicate<String> executed) {
    String read = set(Objects.toString(resume.offset().get(GTIDS), ""));
    if (!hasIds(server)) {
      if (!read.isEmpty() && resume.mark().isPresent()) {
        throw new LostHistoryException(
            "endpoint %s was read by the ids of transactions, and its server gives none now (gtid_mode is %s)."
                .formatted(endpoint.description(), server.variable("gtid_mode")));
      }
      checkFile(endpoint, server, resume);
      return;
    }
    String last = resume.mark().map(LogMark::transaction).orElse("");
    String purged = set(server.variable("gtid_purged"));
    if (MySqlTransactions.placeOf(last).isPresent() || read.isEmpty() && !purged.isEmpty()) {
      throw new LostHistoryException(
          "endpoint %s was read by places in its log, and its server goes by ids now (gtid_mode is ON)."
              .formatted(endpoint.description()));
    }
    // The last transaction is not in the set before something has followed it.
    for (String transactions : List.of(read, last)) {
      if (!transactions.isEmpty() && !executed.test(transactions)) {
        String has = set(server.variable("gtid_executed"));
        throw new LostHistoryException(
            "endpoint %s was read up to transactions %s, but its server has only %s: the log was reset, the server restored, or it is another one that lacks some."
                .formatted(endpoint.description(), transactions, has.isEmpty() ? "none" : has));
      }
    }
    if (!purged.isEmpty() && !new GtidSet(purged).isContainedWithin(new GtidSet(read))) {
      throw new LostHistoryException(
          "endpoint %s no longer has the log of all transactions behind %s; it has purged %s."
              .formatted(endpoint.description(), read, purged));
    }
  }

  private static void checkFile(ServerEndpoint endpoint, ServerFacts server, ResumePoint resume) {
    String file = resume.place().file();
    if (!file.isEmpty() && !server.logFiles().isEmpty() && !server.logFiles().contains(file)) {
      throw new LostHistoryException(
          "endpoint %s no longer has log file %s from which capture would go on; its oldest is %s."
              .formatted(endpoint.description(), file, server.logFiles().getFirst()));
    }
  }

  /** Servers print long sets in several lines. */
  private static String set(String printed) {
    return printed.replaceAll("\\s", "");
  }
}
