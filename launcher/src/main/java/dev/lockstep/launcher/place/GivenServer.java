package dev.lockstep.launcher.place;

import dev.lockstep.engine.mysql.sql.SqlText;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.launcher.assess.Assessment;
import dev.lockstep.launcher.demo.shop.Login;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is done at one server of the user's beside the pipeline itself: looking, and making and
 * dropping schemas of exactly these names.
 *
 * @param option the option that gives it, as messages call it
 * @param target whether it is written by the sink
 * @param schemas what the pipeline has there
 */
record GivenServer(ServerUrl url, String option, boolean target, List<String> schemas) {

  /** To write the first rows of the shop and to trade. */
  private static final List<String> AS_SOURCE =
      List.of("SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "REFERENCES");

  /** To be written by the sink and, where there is no other account, by the injector. */
  private static final List<String> AS_TARGET =
      List.of("SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER");

  private static final int SCHEMA_EXISTS = 1007;

  GivenServer {
    schemas = List.copyOf(schemas);
  }

  /** What is done here is done alike at each of these kinds. */
  static GivenServer of(ServerUrl url, String option, boolean target, List<String> schemas) {
    return switch (url.type()) {
      case MARIADB, MYSQL -> new GivenServer(url, option, target, schemas);
    };
  }

  /**
   * Visits it and changes nothing.
   *
   * @param toDrop whether the schemas are to be dropped at the end
   */
  Assessment look(boolean toDrop) {
    List<String> privileges = new ArrayList<>(target ? AS_TARGET : AS_SOURCE);
    if (toDrop) {
      privileges.add("DROP");
    }
    try {
      return Assessment.ofServer(url.endpoint(option), target, schemas, privileges);
    } catch (LockstepException e) {
      String remedy =
          e.category() == Category.CONFIGURATION
              ? "Check user and password in %s, whether this user may connect from this host, and ?ssl=."
              : "Check that the server runs, and host, port and ?ssl= in %s.";
      throw new LockstepException(
          e.category(), LockstepException.messageOf(e), remedy.formatted(option), e);
    }
  }

  /** What no other server says of itself, by whatever name it was reached. */
  String identity() {
    return attempt(
        "look",
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet rows =
                  statement.executeQuery(
                      "SHOW GLOBAL VARIABLES WHERE Variable_name IN"
                          + " ('hostname', 'port', 'datadir', 'server_id', 'server_uuid')")) {
            Map<String, String> said = new TreeMap<>();
            while (rows.next()) {
              said.put(rows.getString(1), rows.getString(2));
            }
            return said.toString();
          }
        });
  }

  /** Those of the schemas that are there. */
  List<String> present() {
    return attempt(
        "list the schemas",
        connection -> {
          List<String> present = new ArrayList<>();
          String sql = "SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?";
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (String schema : schemas) {
              statement.setString(1, schema);
              try (ResultSet found = statement.executeQuery()) {
                if (found.next()) {
                  present.add(schema);
                }
              }
            }
          }
          return present;
        });
  }

  /**
   * Makes the schemas; returns false, and leaves none, when one of them is there already.
   *
   * @param again whether an earlier start may have made some of them, which are left as they are
   */
  boolean make(boolean again) {
    return attempt(
        "make " + schemas,
        connection -> {
          List<String> made = new ArrayList<>();
          try (Statement statement = connection.createStatement()) {
            for (String schema : schemas) {
              if (!make(statement, schema, again)) {
                drop(statement, made);
                return false;
              }
              made.add(schema);
            }
          }
          return true;
        });
  }

  private static boolean make(Statement statement, String schema, boolean again)
      throws SQLException {
    try {
      statement.execute(
          "CREATE DATABASE %s%s CHARACTER SET utf8mb4"
              .formatted(again ? "IF NOT EXISTS " : "", SqlText.name(schema)));
      return true;
    } catch (SQLException e) {
      if (e.getErrorCode() == SCHEMA_EXISTS) {
        return false;
      }
      throw e;
    }
  }

  LockstepException taken(List<String> which) {
    return new LockstepException(
        Category.CONFIGURATION,
        "%s has a schema already that this data directory would make, and has not made: %s"
            .formatted(url.address(), String.join(", ", which)),
        "Nothing was touched. Choose another directory with --data DIR: it gets other names.");
  }

  /** What drops all of it, for a person to run. */
  String toDrop() {
    List<String> statements = new ArrayList<>();
    for (String schema : schemas) {
      statements.add("DROP DATABASE IF EXISTS " + SqlText.name(schema) + ";");
    }
    return String.join(" ", statements);
  }

  void drop() {
    attempt(
        "drop " + schemas,
        connection -> {
          try (Statement statement = connection.createStatement()) {
            drop(statement, schemas);
          }
          return true;
        });
  }

  private static void drop(Statement statement, List<String> names) throws SQLException {
    for (String schema : names) {
      statement.execute("DROP DATABASE IF EXISTS " + SqlText.name(schema));
    }
  }

  private interface Attempt<T> {
    T with(Connection connection) throws SQLException;
  }

  private <T> T attempt(String what, Attempt<T> attempt) {
    Login login = url.login();
    try (Connection connection = login.connect()) {
      return attempt.with(connection);
    } catch (SQLException e) {
      throw new LockstepException(
          Category.EXTERNAL,
          "Could not %s at %s: %s".formatted(what, url.address(), LockstepException.messageOf(e)),
          "See to what the server says, and start again.",
          e);
    }
  }

  @Override
  public String toString() {
    return option + " (" + url + ")";
  }
}
