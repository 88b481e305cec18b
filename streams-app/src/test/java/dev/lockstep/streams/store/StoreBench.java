package dev.lockstep.streams.store;

import dev.lockstep.streams.state.ByteStore;
import java.nio.file.Path;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;

/** Has a store used from within a task of Kafka Streams, where all of its layers are at work. */
public final class StoreBench {

  private static final String STORE = "tried";
  private static final int SMALL_CACHE = 64 << 10;

  private StoreBench() {}

  /** The store that the topology builds for what grows with the data. */
  public static void useLarge(Path directory, Consumer<ByteStore> body) {
    use(directory, StateStores.large(STORE), body);
  }

  static void useSmall(Path directory, Consumer<ByteStore> body) {
    use(directory, StateStores.small(STORE), body);
  }

  private static void use(Path directory, StoreBuilder<?> builder, Consumer<ByteStore> body) {
    Topology topology = new Topology();
    topology.addSource("in", new ByteArrayDeserializer(), new ByteArrayDeserializer(), "in");
    topology.addProcessor("user", () -> new User(body), "in");
    topology.addStateStore(builder, "user");
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, SMALL_CACHE);
    properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    try (TopologyTestDriver driver = new TopologyTestDriver(topology, properties)) {
      driver
          .createInputTopic("in", new ByteArraySerializer(), new ByteArraySerializer())
          .pipeInput(new byte[] {1}, new byte[] {1});
    }
  }

  private static final class User extends ContextualProcessor<byte[], byte[], byte[], byte[]> {

    private final Consumer<ByteStore> body;

    User(Consumer<ByteStore> body) {
      this.body = body;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      body.accept(context().<WriteBehindStore>getStateStore(STORE));
    }
  }
}
