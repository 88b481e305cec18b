package dev.lockstep.streams.judge;

import dev.lockstep.streams.state.ByteStore;
import dev.lockstep.streams.state.MapStore;
import dev.lockstep.streams.state.WriteBehind;
import java.util.List;

/** The three stores of a simulated task. */
interface SimulatedStores {

  /** Rows, versions and states, as a task finds them at its start. */
  List<ByteStore> open();

  void commit();

  /** Goes back to the last commit; false where that cannot be done. */
  boolean crash();

  /** Stores that a crash takes back to the last commit. */
  static SimulatedStores inMemory() {
    return new SimulatedStores() {
      private List<MapStore> stores = List.of(new MapStore(), new MapStore(), new MapStore());
      private List<MapStore> committed = stores.stream().map(MapStore::copy).toList();
      private List<WriteBehind> cached = List.of();

      @Override
      public List<ByteStore> open() {
        cached = stores.stream().map(WriteBehind::new).toList();
        return List.copyOf(cached);
      }

      @Override
      public void commit() {
        cached.forEach(WriteBehind::flush);
        committed = stores.stream().map(MapStore::copy).toList();
      }

      @Override
      public boolean crash() {
        stores = committed.stream().map(MapStore::copy).toList();
        return true;
      }
    };
  }

  /** The stores of a task of Kafka Streams. */
  static SimulatedStores real(List<ByteStore> stores) {
    return new SimulatedStores() {
      @Override
      public List<ByteStore> open() {
        return stores;
      }

      @Override
      public void commit() {
        // The topology's stores write by themselves; reading a range has them write all.
        for (ByteStore store : stores) {
          store.range(new byte[] {0}, new byte[] {0}).close();
        }
      }

      @Override
      public boolean crash() {
        return false;
      }
    };
  }
}
