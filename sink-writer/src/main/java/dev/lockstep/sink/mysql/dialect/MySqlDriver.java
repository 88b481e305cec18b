package dev.lockstep.sink.mysql.dialect;

import dev.lockstep.engine.jdbc.DriverOptions;
import dev.lockstep.flow.LockstepException;
import java.sql.SQLException;
import java.util.Map;

/** How MySQL's driver is set up, and what it says. */
final class MySqlDriver {

  private static final String TRUNCATION = "Data truncation: ";

  static final DriverOptions OPTIONS =
      new DriverOptions(
          Map.of(),
          Map.ofEntries(
              Map.entry("connectTimeout", "10000"),
              // Longer than the longest single statement, so that only a dead server trips it.
              Map.entry("socketTimeout", "300000"),
              Map.entry("tcpKeepAlive", "true"),
              // A connection that came back by itself would have lost its session and its fence.
              Map.entry("autoReconnect", "false"),
              // Statements are of many rows and of many lengths: none is prepared for the next.
              Map.entry("useServerPrepStmts", "false"),
              // Rows that were found count, changed or not: progress is judged by that.
              Map.entry("useAffectedRows", "false"),
              // The session is strict; otherwise each warning costs a question to the server.
              Map.entry("jdbcCompliantTruncation", "false"),
              // The session says how long the server may wait for us.
              Map.entry("netTimeoutForStreamingResults", "0"),
              Map.entry("characterEncoding", "UTF-8"),
              Map.entry("connectionTimeZone", "UTC"),
              Map.entry("tinyInt1isBit", "false"),
              Map.entry("yearIsDateType", "false"),
              Map.entry("allowLoadLocalInfile", "false"),
              Map.entry("allowUrlInLocalInfile", "false"),
              Map.entry("allowMultiQueries", "false"),
              Map.entry("dumpQueriesOnException", "false"),
              Map.entry("includeInnodbStatusInDeadlockExceptions", "false")));

  private MySqlDriver() {}

  /** Of a lost connection the driver tells a story of packets; why it was lost is in its causes. */
  static String said(SQLException e) {
    String message = LockstepException.messageOf(e);
    if (message.startsWith(TRUNCATION)) {
      return message.substring(TRUNCATION.length());
    }
    int end = message.indexOf("\n\n");
    if (end < 0) {
      return message;
    }
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String told = message.substring(0, end);
    return root == e || root.getMessage() == null ? told : told + ": " + root.getMessage();
  }
}
