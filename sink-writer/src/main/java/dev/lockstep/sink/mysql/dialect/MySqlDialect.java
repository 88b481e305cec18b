package dev.lockstep.sink.mysql.dialect;

import com.mysql.cj.jdbc.exceptions.PacketTooBigException;
import dev.lockstep.engine.mysql.MySqlServer;
import dev.lockstep.engine.mysql.sql.ColumnType;
import dev.lockstep.engine.mysql.sql.SqlText;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.schema.topic.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** MySQL, from 8.0.19 on. */
public final class MySqlDialect implements Dialect {

  @Override
  public Connection connect(ServerEndpoint endpoint) throws SQLException {
    return MySqlServer.connect(endpoint, MySqlDriver.OPTIONS);
  }

  @Override
  public Optional<String> refuses(String version) {
    return MySqlVersion.refused(version);
  }

  /**
   * Of what an administrator may have set for all sessions, only that is set back which needs no
   * privilege: whether tables without a primary key get a hidden one does, and never concerns
   * tables that are made here.
   */
  @Override
  public String session() {
    // Digits of a second that a column does not keep are cut off, as MariaDB does and as they are
    // compared; otherwise 23:59:59.9 would be the next day.
    return Sessions.statement(
        "transaction_isolation", ",TIME_TRUNCATE_FRACTIONAL", "max_execution_time = 0");
  }

  /** Of any other number of rows the driver keeps the whole result in memory. */
  @Override
  public int fetchSize(int rows) {
    return Integer.MIN_VALUE;
  }

  /**
   * By a name for the new row, since the function VALUES costs a warning for each column. The name
   * differs from the table's, as it must.
   */
  @Override
  public String orUpdate(TableName table, List<String> columns) {
    String row = SqlText.name(table.table() + "_new");
    return columns.stream()
        .map(name -> name + "=" + row + "." + name)
        .collect(Collectors.joining(",", " AS " + row + " ON DUPLICATE KEY UPDATE ", ""));
  }

  @Override
  public Holder holder() {
    return new VariableHolder();
  }

  @Override
  public String addColumn() {
    return "ADD COLUMN ";
  }

  @Override
  public ColumnType type(ColumnType wanted) {
    return MySqlTypes.of(wanted);
  }

  @Override
  public String charsetOfCollation() {
    return "SELECT CHARACTER_SET_NAME FROM information_schema.COLLATIONS WHERE COLLATION_NAME = ?";
  }

  @Override
  public String asDefault(ColumnType type, String literal) {
    return MySqlDefaults.written(type, literal);
  }

  @Override
  public Optional<String> defaultLiteral(
      @Nullable String listed, @Nullable String collation, String extra) {
    return listed == null
        ? Optional.empty()
        : MySqlDefaults.literal(listed, collation != null, extra.contains("DEFAULT_GENERATED"));
  }

  /**
   * Contention: a transaction that a group of servers gave up, and a lock that was not waited for.
   * Server: a statement that took too long, offline mode, not available, an idle session that was
   * closed. Rows: a geometry of another reference system, a check, a vector.
   */
  @Override
  public ErrorCodes codes() {
    return new ErrorCodes(
        Set.of(3101, 3572), Set.of(3024, 3032, 3168, 4031), Set.of(3643, 3819, 6136));
  }

  @Override
  public boolean isTooLarge(SQLException e) {
    return e instanceof PacketTooBigException;
  }

  @Override
  public String said(SQLException e) {
    return MySqlDriver.said(e);
  }
}
