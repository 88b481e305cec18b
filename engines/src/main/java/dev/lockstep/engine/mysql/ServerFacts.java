package dev.lockstep.engine.mysql;

import dev.lockstep.flow.ServerEndpoint;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a server says of itself.
 *
 * @param variables global variables by lower-case name
 * @param grants lines of {@code SHOW GRANTS}
 * @param logFiles binary log files that still exist, oldest first; empty when they may not be seen
 */
public record ServerFacts(
    Map<String, String> variables, List<String> grants, List<String> logFiles, boolean encrypted) {

  public ServerFacts {
    variables = Map.copyOf(variables);
    grants = List.copyOf(grants);
    logFiles = List.copyOf(logFiles);
  }

  public static ServerFacts read(ServerEndpoint endpoint, Connection connection) {
    try {
      return new ServerFacts(
          variables(connection), grants(connection), logFiles(connection), isEncrypted(connection));
    } catch (SQLException e) {
      throw AccessErrors.explained(endpoint, e);
    }
  }

  public String variable(String name) {
    return variables.getOrDefault(name, "");
  }

  public boolean isOn(String name) {
    return variable(name).equalsIgnoreCase("ON") || variable(name).equals("1");
  }

  private static Map<String, String> variables(Connection connection) throws SQLException {
    Map<String, String> variables = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW GLOBAL VARIABLES")) {
      while (rows.next()) {
        variables.put(rows.getString(1).toLowerCase(Locale.ROOT), rows.getString(2));
      }
    }
    return variables;
  }

  private static List<String> grants(Connection connection) throws SQLException {
    List<String> grants = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW GRANTS")) {
      while (rows.next()) {
        grants.add(rows.getString(1));
      }
    }
    return grants;
  }

  private static List<String> logFiles(Connection connection) {
    List<String> files = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW BINARY LOGS")) {
      while (rows.next()) {
        files.add(rows.getString(1));
      }
    } catch (SQLException e) {
      // Without the grant or without a log: preflight says which from the other facts.
      return List.of();
    }
    return files;
  }

  /** Whether a connection that has been opened is encrypted. */
  private static boolean isEncrypted(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW SESSION STATUS LIKE 'Ssl_cipher'")) {
      return rows.next() && !rows.getString(2).isEmpty();
    }
  }
}
