package dev.lockstep.embedded.mysql;

import dev.lockstep.embedded.server.Access;
import dev.lockstep.embedded.server.LocalServer;
import dev.lockstep.embedded.server.Passwords;
import java.util.List;

/** The accounts with which Lockstep and those who test it log in, on any MySQL server of ours. */
public final class MySqlAccounts {

  private static final List<String> OF_REPLICAS =
      List.of("REPLICATION SLAVE", "REPLICATION CLIENT");

  private MySqlAccounts() {}

  /** Statements of one line each, which may be repeated. None of it reaches the binary log. */
  public static List<String> statements(Access access, Passwords passwords) {
    String user = "'" + LocalServer.USER + "'@'%'";
    String admin = "'" + LocalServer.ADMIN + "'@'%'";
    return List.of(
        "SET SESSION sql_log_bin=0;",
        "CREATE USER IF NOT EXISTS " + admin + ", " + user + ";",
        "ALTER USER " + admin + " IDENTIFIED BY '" + passwords.admin() + "';",
        "GRANT ALL PRIVILEGES ON *.* TO " + admin + " WITH GRANT OPTION;",
        "ALTER USER " + user + " IDENTIFIED BY '" + passwords.user() + "';",
        "REVOKE ALL PRIVILEGES, GRANT OPTION FROM " + user + ";",
        access.grant(user, OF_REPLICAS));
  }
}
