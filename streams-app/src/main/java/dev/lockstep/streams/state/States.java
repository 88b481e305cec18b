package dev.lockstep.streams.state;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The figures of all tables and endpoints of a partition, in memory and in a store.
 *
 * <p>Whoever changes one says so with {@code changed}; {@link #save} hands over what changed since,
 * and must be called before control returns to Kafka Streams, which may commit then.
 */
public final class States {

  private static final byte TABLES = 'T';
  private static final byte ENDPOINTS = 'E';

  private final ByteStore store;
  private final Packer packer = new Packer();
  private final Map<String, TableState> tables = new TreeMap<>();
  private final Map<String, EndpointState> endpoints = new TreeMap<>();
  private int nextId;
  private final Set<String> changedTables = new LinkedHashSet<>();
  private final Set<String> changedEndpoints = new LinkedHashSet<>();

  public States(ByteStore store) {
    this.store = store;
    load(TABLES, (name, value) -> tables.put(name, TableState.unpack(value)));
    nextId = tables.values().stream().mapToInt(TableState::id).max().orElse(-1) + 1;
    load(ENDPOINTS, (name, value) -> endpoints.put(name, EndpointState.unpack(value)));
  }

  /** All tables ever seen here, by name. */
  public Map<String, TableState> tables() {
    return tables;
  }

  /** All endpoints whose markers were seen here, by name. */
  public Map<String, EndpointState> endpoints() {
    return endpoints;
  }

  public @Nullable TableState find(String table) {
    return tables.get(table);
  }

  public TableState table(String table) {
    TableState state = tables.get(table);
    if (state == null) {
      state = new TableState(nextId++);
      tables.put(table, state);
      changed(table);
    }
    return state;
  }

  public EndpointState endpoint(String name) {
    return endpoints.computeIfAbsent(name, absent -> new EndpointState());
  }

  public void changed(String table) {
    changedTables.add(table);
  }

  public void endpointChanged(String endpoint) {
    changedEndpoints.add(endpoint);
  }

  public void save() {
    for (String table : changedTables) {
      TableState state = tables.get(table);
      if (state != null) {
        store.putLater(key(TABLES, table), () -> state.pack(packer));
      }
    }
    for (String endpoint : changedEndpoints) {
      EndpointState state = endpoint(endpoint);
      store.putLater(key(ENDPOINTS, endpoint), () -> state.pack(packer));
    }
    changedTables.clear();
    changedEndpoints.clear();
  }

  private void load(byte area, Loader loader) {
    byte[] from = {area};
    byte[] to = {(byte) (area + 1)};
    try (ByteStore.Cursor cursor = store.range(from, to)) {
      while (cursor.advance()) {
        byte[] key = cursor.key();
        loader.load(new String(key, 1, key.length - 1, StandardCharsets.UTF_8), cursor.value());
      }
    }
  }

  private static byte[] key(byte area, String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    byte[] key = new byte[utf8.length + 1];
    key[0] = area;
    System.arraycopy(utf8, 0, key, 1, utf8.length);
    return key;
  }

  private interface Loader {
    void load(String name, byte[] value);
  }
}
