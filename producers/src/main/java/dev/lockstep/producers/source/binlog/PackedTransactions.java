package dev.lockstep.producers.source.binlog;

import com.github.luben.zstd.Zstd;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.TransactionPayloadEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.TransactionPayloadEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.function.BiConsumer;

/**
 * Reads transactions that the server has compressed as it reads others; the connector's own reader
 * would read their dates by its own rules. Used by the log's thread alone.
 */
final class PackedTransactions extends TransactionPayloadEventDataDeserializer {

  private static final int COMPRESSED = 0;
  private static final int UNCOMPRESSED = 255;

  private final EventDeserializer events;
  private final BiConsumer<Long, TableMapEventData> tables;

  /**
   * @param events reads those that are packed
   * @param tables is told of definitions before the rows that follow are read
   */
  PackedTransactions(EventDeserializer events, BiConsumer<Long, TableMapEventData> tables) {
    this.events = events;
    this.tables = tables;
  }

  @Override
  public TransactionPayloadEventData deserialize(ByteArrayInputStream in) throws IOException {
    TransactionPayloadEventData transaction = head(in);
    byte[] packed = in.read(transaction.getPayloadSize());
    ByteArrayInputStream plain = new ByteArrayInputStream(unpacked(transaction, packed));
    ArrayList<Event> read = new ArrayList<>();
    for (Event event = events.nextEvent(plain); event != null; event = events.nextEvent(plain)) {
      if (LogEvents.data(event) instanceof TableMapEventData table) {
        tables.accept(table.getTableId(), table);
      }
      read.add(event);
    }
    transaction.setUncompressedEvents(read);
    return transaction;
  }

  private static TransactionPayloadEventData head(ByteArrayInputStream in) throws IOException {
    TransactionPayloadEventData transaction = new TransactionPayloadEventData();
    for (int field = in.readPackedInteger();
        field != OTW_PAYLOAD_HEADER_END_MARK;
        field = in.readPackedInteger()) {
      int length = in.readPackedInteger();
      switch (field) {
        case OTW_PAYLOAD_SIZE_FIELD -> transaction.setPayloadSize(in.readPackedInteger());
        case OTW_PAYLOAD_COMPRESSION_TYPE_FIELD ->
            transaction.setCompressionType(in.readPackedInteger());
        case OTW_PAYLOAD_UNCOMPRESSED_SIZE_FIELD ->
            transaction.setUncompressedSize(in.readPackedInteger());
        default -> in.skip(length);
      }
    }
    return transaction;
  }

  private static byte[] unpacked(TransactionPayloadEventData transaction, byte[] packed)
      throws IOException {
    return switch (transaction.getCompressionType()) {
      case COMPRESSED ->
          Zstd.decompress(packed, Math.toIntExact(transaction.getUncompressedSize()));
      case UNCOMPRESSED -> packed;
      default ->
          throw new IOException(
              "a transaction is compressed in a way that is not known: "
                  + transaction.getCompressionType());
    };
  }
}
