package dev.lockstep.producers.source.mysql;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import com.github.shyiko.mysql.binlog.event.deserialization.json.JsonBinary;
import com.github.shyiko.mysql.binlog.event.deserialization.json.JsonFormatter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Locale;

/**
 * Writes a document of the log as the server would print it: what is read beside the log comes
 * printed so, and dates, times and bytes within a document are words that have to be the same.
 */
final class JsonText implements JsonFormatter {

  private static final char FIRST_PRINTABLE = 0x20;
  private static final int FRACTION_BITS = 24;
  private static final long FRACTION = (1L << FRACTION_BITS) - 1;

  private final StringBuilder text = new StringBuilder();

  private JsonText() {}

  static String of(byte[] document) throws IOException {
    JsonText text = new JsonText();
    new Document(document).parse(text);
    return text.text.toString();
  }

  @Override
  public void beginObject(int entries) {
    text.append('{');
  }

  @Override
  public void beginArray(int entries) {
    text.append('[');
  }

  @Override
  public void endObject() {
    text.append('}');
  }

  @Override
  public void endArray() {
    text.append(']');
  }

  @Override
  public void name(String name) {
    quoted(name);
    text.append(": ");
  }

  @Override
  public void nextEntry() {
    text.append(", ");
  }

  @Override
  public void value(String value) {
    quoted(value);
  }

  @Override
  public void value(int value) {
    text.append(value);
  }

  @Override
  public void value(long value) {
    text.append(value);
  }

  @Override
  public void value(double value) {
    text.append(value);
  }

  @Override
  public void value(BigInteger value) {
    text.append(value);
  }

  @Override
  public void value(BigDecimal value) {
    text.append(value.toPlainString());
  }

  @Override
  public void value(boolean value) {
    text.append(value);
  }

  @Override
  public void valueNull() {
    text.append("null");
  }

  @Override
  public void valueYear(int year) {
    text.append(year);
  }

  @Override
  public void valueDate(int year, int month, int day) {
    text.append('"').append(date(year, month, day)).append('"');
  }

  @Override
  public void valueDatetime(
      int year, int month, int day, int hour, int min, int sec, int microSeconds) {
    text.append('"')
        .append(date(year, month, day))
        .append(' ')
        .append(time(hour, min, sec, microSeconds))
        .append('"');
  }

  @Override
  public void valueTime(int hour, int min, int sec, int microSeconds) {
    throw new IllegalStateException("times are read by Document");
  }

  private void packedTime(long packed) {
    long digits = Math.abs(packed);
    int whole = (int) (digits >> FRACTION_BITS);
    text.append(packed < 0 ? "\"-" : "\"")
        .append(time(whole >> 12, whole >> 6 & 0x3f, whole & 0x3f, (int) (digits & FRACTION)))
        .append('"');
  }

  /** The log client takes times below zero apart as if they were none. */
  private static final class Document extends JsonBinary {

    Document(byte[] stored) {
      super(stored);
    }

    @Override
    protected void parseTime(JsonFormatter formatter) throws IOException {
      ((JsonText) formatter).packedTime(readInt64());
    }
  }

  @Override
  public void valueTimestamp(long secondsPastEpoch, int microSeconds) {
    // The server makes a DATETIME of it before it puts it into a document.
    throw new IllegalStateException("a document of the log holds a TIMESTAMP");
  }

  @Override
  public void valueOpaque(ColumnType type, byte[] value) {
    text.append("\"base64:type")
        .append(type.getCode())
        .append(':')
        .append(Base64.getEncoder().encodeToString(value))
        .append('"');
  }

  private static String date(int year, int month, int day) {
    return "%04d-%02d-%02d".formatted(year, month, day);
  }

  private static String time(int hour, int min, int sec, int microSeconds) {
    return "%02d:%02d:%02d.%06d".formatted(hour, min, sec, microSeconds);
  }

  private void quoted(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (c < FIRST_PRINTABLE) {
            text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }
}
