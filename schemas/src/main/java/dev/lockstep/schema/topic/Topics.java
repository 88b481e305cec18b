package dev.lockstep.schema.topic;

import static dev.lockstep.schema.topic.TopicSpec.Cleanup.COMPACT;
import static dev.lockstep.schema.topic.TopicSpec.Cleanup.DELETE;
import static dev.lockstep.schema.topic.TopicSpec.Layout.CO_PARTITIONED;
import static dev.lockstep.schema.topic.TopicSpec.Layout.SINGLE;

import dev.lockstep.schema.event.Alert;
import dev.lockstep.schema.event.CapturePosition;
import dev.lockstep.schema.event.ComponentKey;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.DeadLetter;
import dev.lockstep.schema.event.EndpointKey;
import dev.lockstep.schema.event.IdKey;
import dev.lockstep.schema.event.Marker;
import dev.lockstep.schema.event.PartitionKey;
import dev.lockstep.schema.event.PartitionStatus;
import dev.lockstep.schema.event.Reread;
import dev.lockstep.schema.event.RereadKey;
import dev.lockstep.schema.event.RowRef;
import dev.lockstep.schema.event.TableKey;
import dev.lockstep.schema.event.TableLag;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.schema.event.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** Every topic of Lockstep but the change topics, which there is one of for each captured table. */
public final class Topics {

  private static final Duration WEEK = Duration.ofDays(7);

  /**
   * The largest message that topics take when they are made. A database takes statements of 16 MiB
   * unless told otherwise (max_allowed_packet), so a row may be as large; an update has it twice,
   * before and after; a dead letter holds that whole, with the error. It fits into one request, for
   * which a broker has 100 MiB unless told otherwise (socket.request.max.bytes).
   */
  public static final int MAX_MESSAGE_BYTES = 64 << 20;

  /**
   * Where releases before each endpoint had a topic of its own kept the positions of all: one that
   * is still there is moved at the endpoint's next start.
   */
  public static final String SHARED_POSITIONS = "lockstep.positions";

  public static final TopicSpec MARKERS =
      spec("lockstep.markers", EndpointKey.getClassSchema(), Marker.getClassSchema())
          .kept(CO_PARTITIONED, WEEK)
          .by("producers", List.of("streams-app"))
          .purpose("How far a capture has got, said in every partition.");

  public static final TopicSpec VERDICTS =
      spec("lockstep.verdicts", RowRef.getClassSchema(), Verdict.getClassSchema())
          .kept(CO_PARTITIONED, WEEK)
          .by("streams-app", List.of("sink-writer", "console"))
          .purpose("Rows that are not a plain match, opened and closed.");

  public static final TopicSpec PARTITION_STATUS =
      spec(
              "lockstep.partition-status",
              PartitionKey.getClassSchema(),
              PartitionStatus.getClassSchema())
          .compacted(CO_PARTITIONED)
          .by("streams-app", List.of("streams-app"))
          .purpose("Running digests and counts of a table's partition at its newest marker.");

  public static final TopicSpec TABLE_STATUS =
      spec("lockstep.table-status", TableKey.getClassSchema(), TableStatus.getClassSchema())
          .compacted(CO_PARTITIONED)
          .by("streams-app", List.of("sink-writer", "console"))
          .purpose("Running digests, counts and open verdicts of a whole table.");

  public static final TopicSpec LAG =
      spec("lockstep.lag", TableKey.getClassSchema(), TableLag.getClassSchema())
          .kept(CO_PARTITIONED, WEEK)
          .by("streams-app", List.of("sink-writer", "console"))
          .purpose("Lag of each table, window by window.");

  public static final TopicSpec COMPONENT_STATUS =
      spec(
              "lockstep.component-status",
              ComponentKey.getClassSchema(),
              ComponentStatus.getClassSchema())
          .compacted(SINGLE)
          .by("producers, streams-app, sink-writer", List.of("producers", "sink-writer", "console"))
          .purpose("What programs say of their endpoints and flows, and of single tables.");

  public static final TopicSpec REREADS =
      spec("lockstep.rereads", RereadKey.getClassSchema(), Reread.getClassSchema())
          .compacted(SINGLE)
          .by("launcher, sink-writer, streams-app, producers", List.of("producers", "launcher"))
          .purpose("Tables to read anew on demand, and what became of that.");

  public static final TopicSpec DEAD_LETTERS =
      spec("lockstep.dead-letters", IdKey.getClassSchema(), DeadLetter.getClassSchema())
          .kept(SINGLE, Duration.ofDays(30))
          .by("sink-writer, streams-app", List.of("sink-writer", "console"))
          .purpose("Changes that could not be applied or read, whole, with the error.");

  public static final TopicSpec ALERTS_CRITICAL = alerts("critical");
  public static final TopicSpec ALERTS_WARNING = alerts("warning");
  public static final TopicSpec ALERTS_INFO = alerts("info");

  public static final TopicSpec ALERTS_STATE =
      spec("lockstep.alerts.state", IdKey.getClassSchema(), Alert.getClassSchema())
          .compacted(SINGLE)
          .by("sink-writer", List.of("sink-writer", "console"))
          .purpose("The newest state of every alert.");

  private Topics() {}

  /**
   * The position of one endpoint's capture, alone: in a partition that captures share, the open
   * transaction of one hides what another has committed.
   */
  public static TopicSpec positions(String endpoint) {
    return spec(
            SHARED_POSITIONS + "." + endpoint,
            EndpointKey.getClassSchema(),
            CapturePosition.getClassSchema())
        .compacted(SINGLE)
        .by("producers", List.of("producers"))
        .purpose("Where the capture of an endpoint stands; commits with the records it read.");
  }

  /** The catalogue but for the topics of single endpoints, in the order of the pipeline. */
  public static List<TopicSpec> all() {
    return List.of(
        MARKERS,
        VERDICTS,
        PARTITION_STATUS,
        TABLE_STATUS,
        LAG,
        COMPONENT_STATUS,
        REREADS,
        DEAD_LETTERS,
        ALERTS_CRITICAL,
        ALERTS_WARNING,
        ALERTS_INFO,
        ALERTS_STATE);
  }

  private static TopicSpec alerts(String severity) {
    return spec("lockstep.alerts." + severity, IdKey.getClassSchema(), Alert.getClassSchema())
        .kept(SINGLE, Duration.ofDays(30))
        .by("sink-writer", List.of("console", "subscribers"))
        .purpose("Alerts of severity " + severity + ", each opened once and resolved once.");
  }

  private static Draft spec(String name, Schema key, Schema value) {
    return new Draft(name, key, value, SINGLE, DELETE, Optional.empty(), "", List.of());
  }

  private record Draft(
      String name,
      Schema key,
      Schema value,
      TopicSpec.Layout layout,
      TopicSpec.Cleanup cleanup,
      Optional<Duration> retention,
      String writer,
      List<String> readers) {

    Draft compacted(TopicSpec.Layout newLayout) {
      return new Draft(name, key, value, newLayout, COMPACT, Optional.empty(), writer, readers);
    }

    Draft kept(TopicSpec.Layout newLayout, Duration time) {
      return new Draft(name, key, value, newLayout, DELETE, Optional.of(time), writer, readers);
    }

    Draft by(String program, List<String> readBy) {
      return new Draft(name, key, value, layout, cleanup, retention, program, readBy);
    }

    TopicSpec purpose(String sentence) {
      return new TopicSpec(
          name,
          Optional.of(key),
          Optional.of(value),
          layout,
          cleanup,
          retention,
          writer,
          readers,
          sentence);
    }
  }
}
