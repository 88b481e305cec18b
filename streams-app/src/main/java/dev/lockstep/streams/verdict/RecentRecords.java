package dev.lockstep.streams.verdict;

import dev.lockstep.streams.verdict.RecordFetcher.Fetched;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The records seen last, since most verdicts are about them: saves the way back to Kafka. Bounded
 * in bytes, the oldest go first. Thread-confined.
 */
public final class RecentRecords {

  private record Place(String topic, long offset) {}

  private final long maxBytes;
  private final Map<Place, Fetched> records = new HashMap<>();
  private final Deque<Place> order = new ArrayDeque<>();
  private long bytes;

  public RecentRecords(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  public void add(String topic, long offset, Fetched record) {
    Place place = new Place(topic, offset);
    if (records.put(place, record) != null) {
      return;
    }
    order.add(place);
    bytes += record.size();
    while (bytes > maxBytes && !order.isEmpty()) {
      Fetched oldest = records.remove(order.remove());
      bytes -= oldest == null ? 0 : oldest.size();
    }
  }

  Optional<Fetched> find(String topic, long offset) {
    return Optional.ofNullable(records.get(new Place(topic, offset)));
  }
}
