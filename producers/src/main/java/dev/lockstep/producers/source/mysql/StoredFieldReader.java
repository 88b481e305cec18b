package dev.lockstep.producers.source.mysql;

import io.debezium.connector.mysql.MySqlConnectorConfig;
import io.debezium.connector.mysql.jdbc.MySqlTextProtocolFieldReader;
import io.debezium.relational.Column;
import io.debezium.relational.Table;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import org.jspecify.annotations.Nullable;

/**
 * Reads a DATETIME of a table as the digits that the server prints. The driver would look for that
 * hour in a calendar with a time zone, where some hours do not exist, and knows no year of five
 * digits, by which dates are told that no calendar has.
 */
final class StoredFieldReader extends MySqlTextProtocolFieldReader {

  private static final DateTimeFormatter PRINTED =
      new DateTimeFormatterBuilder()
          .appendValue(ChronoField.YEAR, 4, 5, SignStyle.NEVER)
          .appendPattern("-MM-dd HH:mm:ss")
          .optionalStart()
          .appendFraction(ChronoField.NANO_OF_SECOND, 1, 6, true)
          .optionalEnd()
          .toFormatter(java.util.Locale.ROOT);

  StoredFieldReader(MySqlConnectorConfig configuration) {
    super(configuration);
  }

  @Override
  protected @Nullable Object readTimestampField(
      ResultSet row, int index, Column column, Table table) throws SQLException {
    byte[] printed = row.getBytes(index);
    return printed == null
        ? null
        : LocalDateTime.parse(new String(printed, StandardCharsets.US_ASCII), PRINTED);
  }
}
