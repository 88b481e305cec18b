package dev.lockstep.launcher.assess;

import dev.lockstep.engine.known.Engines;
import dev.lockstep.engine.mysql.AccessErrors;
import dev.lockstep.engine.mysql.BinlogServerEngine;
import dev.lockstep.engine.mysql.ServerFacts;
import dev.lockstep.flow.Endpoint;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.flow.SslMode;
import dev.lockstep.flow.config.LockstepConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Visits one database server. */
final class EndpointAssessor {

  private EndpointAssessor() {}

  /** Empty where it could not be visited; the finding says why. */
  static Optional<EndpointFacts> look(
      Endpoint endpoint, LockstepConfig config, List<Finding> findings) {
    String subject = endpoint.description();
    boolean target =
        config.flows().values().stream().anyMatch(flow -> flow.target().equals(endpoint.name()));
    boolean used =
        target
            || config.flows().values().stream()
                .anyMatch(flow -> flow.source().equals(endpoint.name()));
    if (!used) {
      findings.add(
          Finding.note(
              subject, "No flow uses it", "Take it out, or name it as source or target of a flow"));
    }
    return switch (endpoint) {
      case ServerEndpoint server -> ofServer(server, target, used, findings);
    };
  }

  private static Optional<EndpointFacts> ofServer(
      ServerEndpoint endpoint, boolean target, boolean used, List<Finding> findings) {
    if (!(Engines.of(endpoint.type()) instanceof BinlogServerEngine engine)) {
      return Optional.empty();
    }
    String subject = endpoint.description();
    try (Connection connection = engine.open(endpoint)) {
      ServerFacts server = ServerFacts.read(endpoint, connection);
      EndpointFacts facts =
          new EndpointFacts(
              server,
              new Grants(server.grants()),
              account(connection),
              Inventory.schemas(connection),
              Inventory.read(connection));
      ServerRules.look(endpoint, engine, server, target, findings);
      if (used) {
        GrantRules.toRead(subject, facts, findings);
      }
      if (endpoint.ssl() == SslMode.PREFER && !server.encrypted()) {
        findings.add(
            Finding.note(
                subject,
                "The connection is not encrypted, and endpoints.%s.ssl is prefer"
                    .formatted(endpoint.name()),
                "Let the server offer TLS and set endpoints.%s.ssl to verify-full, unless nobody"
                        .formatted(endpoint.name())
                    + " can sit in between"));
      }
      return Optional.of(facts);
    } catch (LockstepException e) {
      boolean wrong = e.category() == Category.CONFIGURATION;
      findings.add(
          wrong
              ? Finding.wrong(subject, LockstepException.messageOf(e), e.remedy())
              : Finding.unreachable(subject, LockstepException.messageOf(e), e.remedy()));
      return Optional.empty();
    } catch (SQLException e) {
      findings.add(
          Finding.unreachable(
              subject,
              "The server did not answer a question: " + e.getMessage(),
              "See to what it says and check again"));
      return Optional.empty();
    }
  }

  /** Looks at the server and at what the account may do there, and at no table. */
  static void lookAlone(
      ServerEndpoint endpoint,
      boolean target,
      List<String> schemas,
      List<String> privileges,
      List<Finding> findings) {
    if (!(Engines.of(endpoint.type()) instanceof BinlogServerEngine engine)) {
      return;
    }
    try (Connection connection = engine.open(endpoint)) {
      ServerFacts server = ServerFacts.read(endpoint, connection);
      ServerRules.look(endpoint, engine, server, target, findings);
      Grants grants = new Grants(server.grants());
      if (!grants.byRoles()) {
        String account = account(connection);
        EndpointFacts facts = new EndpointFacts(server, grants, account, List.of(), List.of());
        GrantRules.toRead(endpoint.description(), facts, findings);
        GrantRules.toHave(
            endpoint.description(), facts, schemas, withLocks(server, privileges), findings);
      }
    } catch (SQLException e) {
      throw AccessErrors.explained(endpoint, e);
    }
  }

  /** Where transactions have no ids, tables are locked for a moment while they are copied. */
  private static List<String> withLocks(ServerFacts server, List<String> privileges) {
    String ids = server.variable("gtid_mode");
    if (ids.isEmpty() || ids.equalsIgnoreCase("ON")) {
      return privileges;
    }
    List<String> more = new ArrayList<>(privileges);
    more.add("LOCK TABLES");
    return more;
  }

  private static String account(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT CURRENT_USER()")) {
      row.next();
      String account = row.getString(1);
      int at = account.lastIndexOf('@');
      return "'%s'@'%s'".formatted(account.substring(0, at), account.substring(at + 1));
    }
  }
}
