package dev.lockstep.embedded.server;

import java.util.List;

/** What the account {@link LocalServer#USER} may do: no more than Lockstep asks of a server. */
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

  private final List<String> privileges;

  Access(List<String> privileges) {
    this.privileges = privileges;
  }

  /** The statement that grants it, with the privileges of a replica, named as the kind does. */
  public String grant(String account, List<String> ofReplicas) {
    return "GRANT "
        + String.join(", ", privileges)
        + ", "
        + String.join(", ", ofReplicas)
        + " ON *.* TO "
        + account
        + ";";
  }
}
