package dev.lockstep.streams.state;

import dev.lockstep.schema.event.Marker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Markers waiting until both sides were read as far as they say, in order for each endpoint. They
 * share the store of the versions, behind all tables: a store more costs each task more than the
 * few markers that wait.
 */
public final class MarkerQueue {

  private final ByteStore store;

  public MarkerQueue(ByteStore store) {
    this.store = store;
  }

  public void add(EndpointState endpoint, Marker marker) {
    store.put(key(marker.getEndpoint(), endpoint.enqueue()), bytes(marker));
  }

  public @Nullable Marker head(String name, EndpointState endpoint) {
    if (endpoint.queued() == 0) {
      return null;
    }
    byte[] bytes = store.get(key(name, endpoint.head()));
    if (bytes == null) {
      throw new IllegalStateException(
          "Marker " + endpoint.head() + " of endpoint " + name + " is not in its queue");
    }
    return marker(bytes);
  }

  public void remove(String name, EndpointState endpoint) {
    store.delete(key(name, endpoint.head()));
    endpoint.dequeued();
  }

  private static byte[] key(String endpoint, long place) {
    byte[] name = endpoint.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Integer.BYTES + name.length + 1 + Long.BYTES)
        .putInt(Keys.AFTER_TABLES)
        .put(name)
        .put((byte) 0)
        .putLong(place)
        .array();
  }

  private static byte[] bytes(Marker marker) {
    try {
      ByteBuffer buffer = marker.toByteBuffer();
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Marker marker(byte[] bytes) {
    try {
      return Marker.fromByteBuffer(ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
