package dev.lockstep.launcher.demo.shop;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** A column as the server prints it, so that no driver's idea of a type hides a difference. */
public final class RawValue {

  private RawValue() {}

  /** Null for SQL NULL. */
  public static byte @Nullable [] of(ResultSet row, int column) throws SQLException {
    switch (row.getMetaData().getColumnType(column)) {
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> {
        return row.getBytes(column);
      }
      // Each server has its own way to print the same one.
      case Types.DOUBLE, Types.FLOAT, Types.REAL -> {
        double number = row.getDouble(column);
        return row.wasNull() ? null : Double.toString(number).getBytes(StandardCharsets.US_ASCII);
      }
      default -> {
        String text = row.getString(column);
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
      }
    }
  }
}
