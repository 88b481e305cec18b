package dev.lockstep.sink.mysql.dialect;

import dev.lockstep.engine.mysql.sql.ColumnType;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.schema.topic.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What MySQL and MariaDB, servers and drivers, do not have in common. */
public interface Dialect {

  /** Opens a connection whose driver changes no value. */
  Connection connect(ServerEndpoint endpoint) throws SQLException;

  /** Why a server of this version is none that can be written to; empty when it can be. */
  Optional<String> refuses(String version);

  /** The statement that makes a session strict, exact and in UTC, and bounds its waits. */
  String session();

  /**
   * What makes the driver hand over a large result while it arrives.
   *
   * @param rows how many are wanted at once
   */
  int fetchSize(int rows);

  /**
   * What follows the rows of an INSERT so that it overwrites those that are there.
   *
   * @param columns quoted
   */
  String orUpdate(TableName table, List<String> columns);

  /** How to find the row that a new one meets. */
  Holder holder();

  /** What comes before the definition of a column that is added. */
  String addColumn();

  /** The type that holds the values of another one that this server may lack. */
  ColumnType type(ColumnType wanted);

  /** The statement that tells the character set of a collation, given by name. */
  String charsetOfCollation();

  /** What follows DEFAULT where a column of a type is to have a literal. */
  String asDefault(ColumnType type, String literal);

  /**
   * A column's default as a literal.
   *
   * @param listed {@code COLUMN_DEFAULT}
   * @param collation of text columns
   * @param extra {@code EXTRA}
   * @return empty when there is none that stands for one value
   */
  Optional<String> defaultLiteral(
      @Nullable String listed, @Nullable String collation, String extra);

  /** Codes that only this server has. */
  ErrorCodes codes();

  /** Whether the driver kept back a statement that is larger than the server takes. */
  boolean isTooLarge(SQLException e);

  /** What went wrong, in one line and without what the driver puts around it. */
  String said(SQLException e);
}
