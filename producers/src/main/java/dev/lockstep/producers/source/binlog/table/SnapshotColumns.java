package dev.lockstep.producers.source.binlog.table;

import dev.lockstep.engine.mysql.sql.SqlText;
import dev.lockstep.engine.table.ColumnFacts;
import dev.lockstep.engine.table.TableFacts;
import dev.lockstep.producers.source.connect.OddDate;
import java.util.List;
import java.util.Optional;

/**
 * Reads values of a table as they are, and as the log tells them of the same row. The server prints
 * six digits of a FLOAT; as a DOUBLE it prints all. A date that no calendar has would be read as
 * NULL or as another day, and the year 0000 would end the reading: their stand-ins are asked for
 * instead. Texts come as the bytes that are stored ({@link TextConverter}). Labels of the character
 * set {@code binary} come as bytes, of which the connector fails.
 */
final class SnapshotColumns {

  /** Without the sign that a year of five digits is printed with. */
  private static final String DATE = OddDate.DATE.toString().substring(1);

  private SnapshotColumns() {}

  static String select(TableFacts table) {
    List<String> columns = table.columns().stream().map(SnapshotColumns::expression).toList();
    return "SELECT %s FROM %s.%s"
        .formatted(
            String.join(", ", columns),
            SqlText.name(table.name().schema()),
            SqlText.name(table.name().table()));
  }

  private static String expression(ColumnFacts column) {
    String name = SqlText.name(column.name());
    return switch (column.word()) {
      case "float" -> "CAST(%1$s AS DOUBLE) AS %1$s".formatted(name);
      case "date" -> dateOr(name, DATE);
      case "datetime" -> beside1582(name, dateOr(name, DATE + " 00:00:00"));
      case "timestamp" -> instant(name);
      case "enum", "set" ->
          column.collation().equals(Optional.of("binary"))
              ? "CONVERT(%1$s USING utf8mb4) AS %1$s".formatted(name)
              : name;
      case "char", "varchar", "tinytext", "text", "mediumtext", "longtext" ->
          "CAST(%1$s AS BINARY) AS %1$s".formatted(name);
      // A document of MySQL's is no text before it is made one.
      case "json" ->
          "CAST(CAST(%1$s AS CHAR CHARACTER SET utf8mb4) AS BINARY) AS %1$s".formatted(name);
      case "year" -> "IF(%1$s = 0, %2$d, %1$s + 0) AS %1$s".formatted(name, OddDate.YEAR_ZERO);
      default -> name;
    };
  }

  /**
   * As text in UTC, which the connector hands on as it is. The server stores seconds since 1970.
   */
  private static String instant(String name) {
    return ("IF(UNIX_TIMESTAMP(%1$s) = 0, '%2$s',"
            + " DATE_FORMAT(TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(%1$s) SECOND,"
            + " '%%Y-%%m-%%dT%%H:%%i:%%s.%%fZ')) AS %1$s")
        .formatted(name, OddDate.INSTANT.toOffsetDateTime());
  }

  /** The driver's calendar lacks ten days of 1582: they are read as those of a later year. */
  private static String beside1582(String name, String otherwise) {
    String value = otherwise.substring(0, otherwise.lastIndexOf(" AS "));
    return "IF(LEFT(%1$s,10) BETWEEN '1582-10-05' AND '1582-10-14', CONCAT('1', %1$s), %2$s) AS %1$s"
        .formatted(name, value);
  }

  /**
   * Compared as texts, since what the server makes of such a date in a comparison depends on its
   * modes. A day that is not one changes when it is counted and counted back.
   */
  private static String dateOr(String name, String standIn) {
    return ("IF(LEFT(%1$s,10) IS NULL OR (LEFT(%1$s,4) <> '0000'"
            + " AND CAST(FROM_DAYS(TO_DAYS(%1$s)) AS CHAR) <=> LEFT(%1$s,10)), %1$s, '%2$s') AS %1$s")
        .formatted(name, standIn);
  }
}
