package dev.lockstep.embedded.mariadb;

import java.util.List;

/** What the account {@link EmbeddedMariaDb#USER} may do: no more than Lockstep asks of a server. */
public enum Access {
  /** Enough to be captured as a source: reading, and the privileges of a replica. */
  READ(List.of("SELECT", "SHOW VIEW", "RELOAD", "SHOW DATABASES", "LOCK TABLES")),
  /** Enough to be a target as well: tables are created and written. */
  READ_WRITE(
      List.of(
          "SELECT",
          "SHOW VIEW",
          "RELOAD",
          "SHOW DATABASES",
          "LOCK TABLES",
          "INSERT",
          "UPDATE",
          "DELETE",
          "CREATE",
          "ALTER",
          "INDEX",
          "DROP",
          "REFERENCES",
          "CREATE TEMPORARY TABLES"));

  private static final List<String> REPLICA =
      List.of("REPLICATION SLAVE", "BINLOG MONITOR", "REPLICATION MASTER ADMIN", "SLAVE MONITOR");

  private final List<String> privileges;

  Access(List<String> privileges) {
    this.privileges = privileges;
  }

  String grant(String account) {
    return "GRANT "
        + String.join(", ", privileges)
        + ", "
        + String.join(", ", REPLICA)
        + " ON *.* TO "
        + account
        + ";";
  }
}
