package dev.lockstep.producers.source.mariadb;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.TableMapEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Columns that MariaDB compresses. The log client knows neither of their two types, and fails of a
 * table that has one, in whatever schema: here they are told as the types that they compress, and
 * their values are unpacked. Used by the log's thread alone.
 */
final class CompressedColumns implements EventDataDeserializer<TableMapEventData> {

  private static final int BLOB_COMPRESSED = 140;
  private static final int VARCHAR_COMPRESSED = 141;
  private static final byte BLOB = (byte) 252;
  private static final byte VARCHAR = 15;

  /** Number of the table, and flags. */
  private static final int HEAD_BYTES = 8;

  private static final int ZLIB = 8;
  private static final int RAW_DEFLATE = 8;
  private static final int LENGTH_BYTES = 7;

  private final TableMapEventDataDeserializer plain = new TableMapEventDataDeserializer();
  private final Map<Long, BitSet> compressed = new HashMap<>();

  @Override
  public TableMapEventData deserialize(ByteArrayInputStream in) throws IOException {
    byte[] event = in.read(in.available());
    BitSet columns = markPlain(event);
    TableMapEventData table = plain.deserialize(new ByteArrayInputStream(event));
    if (columns.isEmpty()) {
      compressed.remove(table.getTableId());
    } else {
      compressed.put(table.getTableId(), columns);
    }
    return table;
  }

  /** Numbers of tables start anew. */
  void forget() {
    compressed.clear();
  }

  /** Gives compressed columns a type that the client knows. Returns which they are. */
  private static BitSet markPlain(byte[] event) throws IOException {
    int at = HEAD_BYTES;
    at += 2 + (event[at] & 0xff);
    at += 2 + (event[at] & 0xff);
    ByteArrayInputStream rest =
        new ByteArrayInputStream(Arrays.copyOfRange(event, at, event.length));
    int before = rest.available();
    int count = rest.readPackedInteger();
    at += before - rest.available();
    BitSet columns = new BitSet();
    for (int column = 0; column < count; column++) {
      int type = event[at + column] & 0xff;
      if (type == BLOB_COMPRESSED || type == VARCHAR_COMPRESSED) {
        columns.set(column);
        event[at + column] = type == BLOB_COMPRESSED ? BLOB : VARCHAR;
      }
    }
    return columns;
  }

  /**
   * @param included columns of the table that the row holds values of
   */
  Serializable[] unpacked(long table, BitSet included, Serializable[] row) throws IOException {
    BitSet columns = compressed.get(table);
    if (columns == null) {
      return row;
    }
    int at = 0;
    for (int column = included.nextSetBit(0);
        column >= 0 && at < row.length;
        column = included.nextSetBit(column + 1), at++) {
      if (columns.get(column) && row[at] instanceof byte[] packed) {
        row[at] = unpacked(packed);
      }
    }
    return row;
  }

  /**
   * A byte that tells the method, for zlib whether its frame is left out, and how many bytes hold
   * the length; then the length, most significant byte first, and the packed bytes. Nothing at all
   * is an empty value.
   */
  static byte[] unpacked(byte[] packed) throws IOException {
    if (packed.length == 0) {
      return packed;
    }
    int head = packed[0] & 0xff;
    if (head == 0) {
      return Arrays.copyOfRange(packed, 1, packed.length);
    }
    int start = 1 + (head & LENGTH_BYTES);
    if (head >>> 4 != ZLIB || start > packed.length) {
      throw new IOException("A value is compressed by a method that is not known: " + head);
    }
    int length = 0;
    for (int i = 1; i < start; i++) {
      length = length << 8 | packed[i] & 0xff;
    }
    byte[] value = new byte[length];
    Inflater inflater = new Inflater((head & RAW_DEFLATE) != 0);
    try {
      inflater.setInput(packed, start, packed.length - start);
      int filled = 0;
      while (filled < length && !inflater.finished()) {
        int read = inflater.inflate(value, filled, length - filled);
        if (read == 0 && inflater.needsInput()) {
          break;
        }
        filled += read;
      }
      if (filled != length) {
        throw new IOException("A compressed value of " + length + " bytes has " + filled);
      }
      return value;
    } catch (DataFormatException e) {
      throw new IOException("A compressed value cannot be read", e);
    } finally {
      inflater.end();
    }
  }
}
