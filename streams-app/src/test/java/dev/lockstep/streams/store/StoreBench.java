package dev.lockstep.streams.store;

import dev.lockstep.streams.state.ByteStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Has a store used from within a task of Kafka Streams, where all of its layers are at work. */
public final class StoreBench {

  private static final String STORE = "tried";
  private static final int SMALL_CACHE = 64 << 10;

  private StoreBench() {}

  /** The store that the topology builds for what grows with the data. */
  static void useLarge(Path directory, Consumer<ByteStore> body) {
    use(directory, List.of(StateStores.large(STORE)), stores -> body.accept(stores.getFirst()));
  }

  static void useSmall(Path directory, Consumer<ByteStore> body) {
    use(directory, List.of(StateStores.small(STORE)), stores -> body.accept(stores.getFirst()));
  }

  /** As many of the stores that grow with the data. */
  public static void useLarge(Path directory, int count, Consumer<List<ByteStore>> body) {
    use(
        directory,
        IntStream.range(0, count).mapToObj(i -> StateStores.large(STORE + i)).toList(),
        body);
  }

  private static void use(
      Path directory, List<WriteBehindStoreBuilder> builders, Consumer<List<ByteStore>> body) {
    Topology topology = new Topology();
    topology.addSource("in", new ByteArrayDeserializer(), new ByteArrayDeserializer(), "in");
    List<String> names = builders.stream().map(WriteBehindStoreBuilder::name).toList();
    topology.addProcessor("user", () -> new User(names, body), "in");
    builders.forEach(builder -> topology.addStateStore(builder, "user"));
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

    private final List<String> names;
    private final Consumer<List<ByteStore>> body;

    User(List<String> names, Consumer<List<ByteStore>> body) {
      this.names = names;
      this.body = body;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      List<ByteStore> stores = new ArrayList<>();
      names.forEach(name -> stores.add(context().<WriteBehindStore>getStateStore(name)));
      body.accept(stores);
    }
  }
}
