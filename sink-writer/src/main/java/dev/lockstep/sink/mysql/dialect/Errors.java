package dev.lockstep.sink.mysql.dialect;

import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.schema.topic.TableName;
import dev.lockstep.sink.apply.TargetError;
import dev.lockstep.sink.apply.TargetException;
import dev.lockstep.sink.apply.TargetException.Scope;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** Sorts what a server says by what it means for the commit protocol, and adds a remedy. */
public final class Errors {

  static final int ACCESS_DENIED = 1045;
  public static final int DUPLICATE_COLUMN = 1060;
  public static final int DUPLICATE_KEY = 1062;
  static final int NO_SUCH_TABLE = 1146;

  private static final Set<Integer> CONTENTION = Set.of(1205, 1213, 1020, 1614);

  /** The server as a whole: too many connections, shutting down, read only, no space, killed. */
  private static final Set<Integer> SERVER =
      Set.of(
          1021, 1030, 1037, 1040, 1041, 1044, 1045, 1053, 1077, 1078, 1080, 1114, 1129, 1130, 1152,
          1158, 1159, 1160, 1161, 1184, 1203, 1226, 1290, 1317, 1698, 1792, 1836, 1862, 2002, 2006,
          2013);

  /** Values, beyond SQLSTATE classes 22 and 23. */
  private static final Set<Integer> ROWS =
      Set.of(
          1048, 1062, 1105, 1118, 1153, 1264, 1265, 1267, 1292, 1300, 1364, 1366, 1367, 1406, 1411,
          1416, 1441, 1525, 1644, 1690);

  /** Of the class 23 or 42, but about the table. */
  private static final Set<Integer> TABLE = Set.of(1054, 1136, 1142, 1143, 1146, 1227, 1364);

  /** No such column or table, or another number of columns. */
  private static final Set<Integer> DEFINITION = Set.of(1054, 1136, NO_SUCH_TABLE);

  private final ServerEndpoint endpoint;
  private final Dialect dialect;

  public Errors(ServerEndpoint endpoint, Dialect dialect) {
    this.endpoint = endpoint;
    this.dialect = dialect;
  }

  /** A statement on a table's rows failed. */
  public TargetException onRows(TableName table, SQLException e) {
    Scope scope = scope(e);
    boolean conflict = e.getErrorCode() == DUPLICATE_KEY;
    return failure(
        scope,
        e,
        (scope == Scope.ROWS || scope == Scope.TABLE
                ? "Table %s on %s refused a change"
                : "Writing to table %s on %s failed")
            .formatted(table, endpoint.description()),
        conflict || scope == Scope.SERVER || scope == Scope.CONTENTION);
  }

  /**
   * A statement on a table failed whose definition is remembered: if it no longer fits, somebody
   * has altered the table, which says nothing against it before it is looked at again.
   */
  public TargetException onKnownRows(TableName table, SQLException e) {
    TargetException failure = onRows(table, e);
    return DEFINITION.contains(e.getErrorCode())
        ? new TargetException(Scope.CONTENTION, failure.error(), e)
        : failure;
  }

  /** DDL or a look at a table's definition failed: whatever it is, it is the whole table's. */
  public TargetException onTable(TableName table, SQLException e) {
    Scope scope = scope(e) == Scope.ROWS ? Scope.TABLE : scope(e);
    return failure(
        scope,
        e,
        "Table %s on %s cannot be used".formatted(table, endpoint.description()),
        scope != Scope.TABLE);
  }

  /** The progress tables or the connection failed: nothing works without. */
  public TargetException onServer(String doing, SQLException e) {
    Scope scope = scope(e) == Scope.CONTENTION ? Scope.CONTENTION : Scope.SERVER;
    return failure(scope, e, "%s %s failed".formatted(doing, endpoint.description()), true);
  }

  /** A rule of our own says no to the table. */
  public TargetException refused(TableName table, String why, String remedy) {
    return new TargetException(
        Scope.TABLE,
        TargetError.of(
            "table", "Table %s on %s %s.".formatted(table, endpoint.description(), why), remedy),
        null);
  }

  private TargetException failure(Scope scope, SQLException e, String what, boolean mayPass) {
    String state = e.getSQLState() == null ? "HY000" : e.getSQLState();
    TargetError error =
        new TargetError(
            state + "/" + e.getErrorCode(), what + ": " + dialect.said(e), remedy(e), mayPass);
    return new TargetException(scope, error, e);
  }

  Scope scope(SQLException e) {
    ErrorCodes own = dialect.codes();
    int code = e.getErrorCode();
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    if (CONTENTION.contains(code) || own.contention().contains(code)) {
      return Scope.CONTENTION;
    }
    if (SERVER.contains(code)
        || own.server().contains(code)
        || state.startsWith("08")
        || e instanceof SQLTransientConnectionException
        || e instanceof SQLNonTransientConnectionException) {
      return Scope.SERVER;
    }
    if (TABLE.contains(code)) {
      return Scope.TABLE;
    }
    boolean rows =
        ROWS.contains(code)
            || own.rows().contains(code)
            || state.startsWith("22")
            || state.startsWith("23")
            || dialect.isTooLarge(e);
    return rows ? Scope.ROWS : Scope.TABLE;
  }

  private String remedy(SQLException e) {
    String keys = "endpoints." + endpoint.name();
    return switch (e.getErrorCode()) {
      case ACCESS_DENIED, 1698 ->
          "Correct %s.username and %s.password, or the account on the server."
              .formatted(keys, keys);
      case 1044, 1142, 1143, 1227, 1370 ->
          "Grant the privilege that the message names to user '%s'; it is used as soon as it is there."
              .formatted(endpoint.username());
      case 1021, 1114, 1030 -> "Make room on the server's disk; the sink goes on by itself.";
      case 1040, 1203, 1226 -> "Raise the server's limit on connections, or lower sink.workers.";
      case 1290, 1792, 1836 ->
          "Make the server writable (read_only=OFF), or point %s at the one that is."
              .formatted(keys);
      case 1129, 1130 -> "Let this host connect: adjust the account's host part or FLUSH HOSTS.";
      case 1146, 1049 -> "Create it, or set sink.create-tables: true.";
      case 1054, 1136 -> "Add the column to the target's table, or set sink.create-tables: true.";
      case 1364 -> "Give the column a default or allow NULL: the source has no such column.";
      case DUPLICATE_KEY ->
          "Remove the row that holds the value on the target, or the unique key that the source does not have.";
      case 1213, 1205 -> "Nothing: tried again by itself.";
      default -> remedyOfClass(e, keys);
    };
  }

  private String remedyOfClass(SQLException e, String keys) {
    return switch (scope(e)) {
      case SERVER ->
          "Start the server, or correct %s.host and %s.port; the sink goes on by itself."
              .formatted(keys, keys);
      case ROWS -> "Widen the target's column, or correct the row at the source.";
      case TABLE -> "Correct the target's table; it is tried again by itself.";
      case CONTENTION -> "Nothing: tried again by itself.";
    };
  }
}
