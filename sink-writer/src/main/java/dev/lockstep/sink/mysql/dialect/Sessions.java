package dev.lockstep.sink.mysql.dialect;

/** How sessions are set, but for what the servers call differently. */
final class Sessions {

  private Sessions() {}

  /**
   * One statement.
   *
   * @param isolation the variable's name
   * @param modes what else belongs to the SQL mode, each with a comma before it
   * @param more further variables with their values
   */
  static String statement(String isolation, String modes, String... more) {
    StringBuilder sql =
        new StringBuilder(
            "SET SESSION time_zone = '+00:00',"
                + " SESSION sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION"
                + modes
                + "',"
                + " SESSION foreign_key_checks = 0,"
                + " SESSION unique_checks = 1,"
                + " SESSION innodb_lock_wait_timeout = 10,"
                // For definitions too: keys are scanned over a second connection, and a statement
                // that alters the table may stand between it and the transaction of the first. The
                // server sees no cycle there, and would wait for a day.
                + " SESSION lock_wait_timeout = 10,"
                + " SESSION wait_timeout = 86400,"
                + " SESSION net_write_timeout = 600");
    sql.append(", SESSION ").append(isolation).append(" = 'READ-COMMITTED'");
    for (String variable : more) {
      sql.append(", SESSION ").append(variable);
    }
    return sql.toString();
  }
}
