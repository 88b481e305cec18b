package dev.lockstep.launcher.assess;

import dev.lockstep.engine.mysql.sql.SqlText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What an account lacks, each with the statement that gives it. */
final class GrantRules {

  private static final List<String> TO_WRITE =
      List.of("SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER");

  private GrantRules() {}

  /** To read a server's log and its tables. */
  static void toRead(String subject, EndpointFacts facts, List<Finding> findings) {
    Grants grants = facts.grants();
    List<String> missing = new ArrayList<>();
    if (!grants.everywhere("REPLICATION SLAVE")) {
      missing.add("REPLICATION SLAVE");
    }
    if (!grants.everywhere("BINLOG MONITOR", "REPLICATION CLIENT", "SUPER")) {
      missing.add("REPLICATION CLIENT");
    }
    if (!grants.everywhere("RELOAD", "LOCK TABLES")) {
      missing.add("RELOAD");
    }
    for (String privilege : missing) {
      lacks(subject, facts, privilege, "*.*", findings);
    }
  }

  /** To read the tables of these schemas. */
  static void toSelect(
      String subject, EndpointFacts facts, Set<String> schemas, List<Finding> findings) {
    for (String schema : schemas) {
      if (!facts.grants().in(schema, "SELECT")) {
        lacks(subject, facts, "SELECT", SqlText.name(schema) + ".*", findings);
      }
    }
  }

  /** To apply to these schemas, the one with the progress among them. */
  static void toWrite(
      String subject, EndpointFacts facts, Set<String> schemas, List<Finding> findings) {
    toHave(subject, facts, schemas, TO_WRITE, findings);
  }

  /** To do all of this in each of these schemas. */
  static void toHave(
      String subject,
      EndpointFacts facts,
      Collection<String> schemas,
      List<String> privileges,
      List<Finding> findings) {
    for (String schema : schemas) {
      List<String> missing =
          privileges.stream().filter(privilege -> !facts.grants().in(schema, privilege)).toList();
      if (!missing.isEmpty()) {
        lacks(subject, facts, String.join(", ", missing), SqlText.name(schema) + ".*", findings);
      }
    }
  }

  private static void lacks(
      String subject, EndpointFacts facts, String privileges, String on, List<Finding> findings) {
    findings.add(
        Finding.wrong(
            subject,
            "User %s lacks %s on %s".formatted(facts.account(), privileges, on),
            "GRANT %s ON %s TO %s;".formatted(privileges, on, facts.account())));
  }
}
