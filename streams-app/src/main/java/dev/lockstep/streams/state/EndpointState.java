package dev.lockstep.streams.state;

import dev.lockstep.schema.event.Marker;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What the markers of one endpoint have said in this partition, and where their queue stands. */
public final class EndpointState {

  private long head;
  private long tail;
  private long queuedSerial = -1;
  private boolean snapshotDone;
  private boolean begun;
  private long judgedSerial = -1;
  private long capturedMicros;
  private long heardMicros;
  private @Nullable String position;

  /** The place of the marker whose turn it is: no two have the same. */
  public long head() {
    return head;
  }

  public long queued() {
    return tail - head;
  }

  /** False for a marker that was taken before. */
  public boolean accept(Marker marker) {
    if (marker.getSerial() < queuedSerial) {
      return false;
    }
    queuedSerial = marker.getSerial();
    heardMicros = micros(marker);
    return true;
  }

  /** When the newest marker that was read, judged or not, came to its topic; 0 before the first. */
  public long heardMicros() {
    return heardMicros;
  }

  private static long micros(Marker marker) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, marker.getCapturedAt());
  }

  long enqueue() {
    return tail++;
  }

  void dequeued() {
    head++;
  }

  /** A marker was judged that has never waited: it has had its place all the same. */
  public void passed() {
    head++;
    tail++;
  }

  /** Whether the marker whose turn it is was judged in part. */
  public boolean begun() {
    return begun;
  }

  public void begin() {
    begun = true;
  }

  /**
   * What is known is as of when the marker came, less what its capture was behind: what was logged
   * since then is not in it.
   */
  public void judged(Marker marker) {
    begun = false;
    judgedSerial = marker.getSerial();
    Long behindMillis = marker.getBehindMillis();
    capturedMicros = micros(marker) - (behindMillis == null ? 0 : behindMillis * 1000);
    position = marker.getPosition();
  }

  public boolean judgedAny() {
    return position != null;
  }

  public long capturedMicros() {
    return capturedMicros;
  }

  public @Nullable String position() {
    return position;
  }

  /** Whether the endpoint's first snapshot is complete: tables without one are younger. */
  public boolean snapshotDone() {
    return snapshotDone;
  }

  public void snapshotEnded() {
    snapshotDone = true;
  }

  byte[] pack(Packer packer) {
    return packer
        .restart()
        .flags(snapshotDone, begun)
        .number(head)
        .number(tail)
        .number(queuedSerial)
        .number(judgedSerial)
        .number(capturedMicros)
        .number(heardMicros)
        .text(position)
        .toBytes();
  }

  static EndpointState unpack(byte[] bytes) {
    Unpacker in = new Unpacker(bytes);
    EndpointState state = new EndpointState();
    int flags = in.raw();
    state.snapshotDone = (flags & 1) != 0;
    state.begun = (flags & 2) != 0;
    state.head = in.number();
    state.tail = in.number();
    state.queuedSerial = in.number();
    state.judgedSerial = in.number();
    state.capturedMicros = in.number();
    state.heardMicros = in.number();
    state.position = in.text();
    return state;
  }
}
