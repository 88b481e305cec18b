package dev.lockstep.streams.store;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * One bound for all RocksDB stores of the process: {@value #CACHE_BYTES} bytes of block cache, of
 * which write buffers take up to {@value #WRITE_BUFFER_BYTES}; index and filter blocks are counted
 * in it. Left to itself every store would take as much alone.
 *
 * <p>The shared objects live as long as the process: stores come and go with their tasks.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {

  public static final long CACHE_BYTES = 96L << 20;
  public static final long WRITE_BUFFER_BYTES = 48L << 20;
  private static final long WRITE_BUFFER_OF_ONE_STORE = 4L << 20;
  private static final double BLOOM_BITS_PER_KEY = 10;
  private static final int OPEN_FILES_OF_ONE_STORE = 64;

  private static final class Shared {
    private static final Cache CACHE = new LRUCache(CACHE_BYTES);
    private static final WriteBufferManager WRITE_BUFFERS =
        new WriteBufferManager(WRITE_BUFFER_BYTES, CACHE);
  }

  private final BloomFilter filter = new BloomFilter(BLOOM_BITS_PER_KEY);

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(Shared.CACHE);
    table.setCacheIndexAndFilterBlocks(true);
    table.setPinTopLevelIndexAndFilter(true);
    table.setFilterPolicy(filter);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(Shared.WRITE_BUFFERS);
    options.setWriteBufferSize(WRITE_BUFFER_OF_ONE_STORE);
    options.setMaxWriteBufferNumber(2);
    options.setMaxOpenFiles(OPEN_FILES_OF_ONE_STORE);
    options.setCompressionType(CompressionType.LZ4_COMPRESSION);
  }

  @Override
  public void close(String storeName, Options options) {
    filter.close();
  }
}
