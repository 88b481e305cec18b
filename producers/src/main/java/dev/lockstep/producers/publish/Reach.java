package dev.lockstep.producers.publish;

import dev.lockstep.schema.event.PartitionReach;
import dev.lockstep.schema.event.SourceReach;
import dev.lockstep.schema.event.TopicReach;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What has been reached in one partition since some point: the newest of each topic. */
final class Reach {

  private record Source(String flow, String topic, String topicId) {}

  private final Map<String, Long> target = new LinkedHashMap<>();
  private final Map<Source, SourceReach> progress = new LinkedHashMap<>();

  void change(String topic, long serial) {
    target.merge(topic, serial, Math::max);
  }

  /** Progress never goes back: a take-over repeats what is there. */
  void progress(SourceReach reached) {
    progress.merge(
        new Source(reached.getFlow(), reached.getTopic(), reached.getTopicId()),
        reached,
        (old, next) -> next.getOffset() >= old.getOffset() ? next : old);
  }

  void add(Reach later) {
    later.target.forEach(this::change);
    later.progress.values().forEach(this::progress);
  }

  void forgetProgress() {
    progress.clear();
  }

  boolean isEmpty() {
    return target.isEmpty() && progress.isEmpty();
  }

  void clear() {
    target.clear();
    progress.clear();
  }

  List<TopicReach> targets() {
    List<TopicReach> topics = new ArrayList<>(target.size());
    target.forEach((topic, serial) -> topics.add(new TopicReach(topic, serial)));
    return topics;
  }

  List<SourceReach> sources() {
    return List.copyOf(progress.values());
  }

  PartitionReach toRecord(int partition) {
    return new PartitionReach(partition, targets(), sources());
  }

  static Reach of(PartitionReach record) {
    Reach reach = new Reach();
    record.getTarget().forEach(topic -> reach.change(topic.getTopic(), topic.getSerial()));
    record.getProgress().forEach(reach::progress);
    return reach;
  }
}
