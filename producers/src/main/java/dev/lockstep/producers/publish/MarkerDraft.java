package dev.lockstep.producers.publish;

import dev.lockstep.schema.event.MarkerKind;
import dev.lockstep.schema.event.SourceReach;
import dev.lockstep.schema.event.TopicReach;
import java.time.Instant;
import java.util.List;

/** A marker before it has a serial. */
record MarkerDraft(
    int partition,
    MarkerKind kind,
    Instant committedAt,
    List<TopicReach> target,
    List<SourceReach> progress) {

  MarkerDraft {
    target = List.copyOf(target);
    progress = List.copyOf(progress);
  }
}
