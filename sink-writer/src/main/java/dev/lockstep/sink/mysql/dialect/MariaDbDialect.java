package dev.lockstep.sink.mysql.dialect;

import dev.lockstep.engine.jdbc.DriverOptions;
import dev.lockstep.engine.mariadb.MariaDbServer;
import dev.lockstep.engine.mysql.sql.ColumnType;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.schema.topic.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** MariaDB, whose types and words are those that are spoken here. */
public final class MariaDbDialect implements Dialect {

  private static final DriverOptions OPTIONS =
      new DriverOptions(
          Map.of(),
          Map.of(
              "connectTimeout",
              "10000",
              // Longer than the longest single statement, so that only a dead server trips it.
              "socketTimeout",
              "300000",
              "tcpKeepAlive",
              "true",
              "useServerPrepStmts",
              "false",
              "allowLocalInfile",
              "false",
              "dumpQueriesOnException",
              "false",
              "includeInnodbStatusInDeadlockExceptions",
              "false"));

  @Override
  public Connection connect(ServerEndpoint endpoint) throws SQLException {
    return MariaDbServer.connect(endpoint, OPTIONS);
  }

  @Override
  public Optional<String> refuses(String version) {
    return version.toLowerCase(Locale.ROOT).contains("mariadb")
        ? Optional.empty()
        : Optional.of("which is not MariaDB (type: mysql is for MySQL)");
  }

  @Override
  public String session() {
    return Sessions.statement("tx_isolation", "");
  }

  @Override
  public int fetchSize(int rows) {
    return rows;
  }

  @Override
  public String orUpdate(TableName table, List<String> columns) {
    return columns.stream()
        .map(name -> name + "=VALUES(" + name + ")")
        .collect(Collectors.joining(",", " ON DUPLICATE KEY UPDATE ", ""));
  }

  @Override
  public Holder holder() {
    return new ReturnedHolder();
  }

  @Override
  public String addColumn() {
    return "ADD COLUMN IF NOT EXISTS ";
  }

  @Override
  public ColumnType type(ColumnType wanted) {
    return wanted;
  }

  /** Collations of uca1400 are listed without the character set that they are used with. */
  @Override
  public String charsetOfCollation() {
    return "SELECT CHARACTER_SET_NAME FROM information_schema.COLLATION_CHARACTER_SET_APPLICABILITY"
        + " WHERE ? IN (COLLATION_NAME, FULL_COLLATION_NAME) LIMIT 1";
  }

  @Override
  public String asDefault(ColumnType type, String literal) {
    return literal;
  }

  /** It is listed as a literal. */
  @Override
  public Optional<String> defaultLiteral(
      @Nullable String listed, @Nullable String collation, String extra) {
    return Optional.ofNullable(listed);
  }

  @Override
  public ErrorCodes codes() {
    return new ErrorCodes(Set.of(), Set.of(1927, 1969, 4151), Set.of(4025, 4038, 4079));
  }

  @Override
  public boolean isTooLarge(SQLException e) {
    return "HZ000".equals(e.getSQLState());
  }

  /** The driver puts "(conn=12) " before what the server said. */
  @Override
  public String said(SQLException e) {
    String message = LockstepException.messageOf(e);
    return message.startsWith("(conn=")
        ? message.substring(message.indexOf(')') + 1).strip()
        : message;
  }
}
