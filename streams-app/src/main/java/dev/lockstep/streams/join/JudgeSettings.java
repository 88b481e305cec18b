package dev.lockstep.streams.join;

import dev.lockstep.flow.Flow;
import dev.lockstep.streams.verdict.RecordFetcher;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a judge needs from outside.
 *
 * @param partitions of every input
 * @param registry configuration of the Avro codecs
 * @param fetchers a new fetcher for each task
 * @param nowMicros the wall clock, for what is said to people
 * @param nanos a clock that is never set, for what is measured
 * @param recentBytes of records kept at hand by each task
 */
public record JudgeSettings(
    Collection<Flow> flows,
    int partitions,
    Map<String, Object> registry,
    TopicIds topicIds,
    ExpiredRecords expiredRecords,
    Supplier<RecordFetcher> fetchers,
    LongSupplier nowMicros,
    LongSupplier nanos,
    Duration statusInterval,
    int detailsPerMinute,
    long recentBytes) {

  public JudgeSettings {
    flows = List.copyOf(flows);
    registry = Map.copyOf(registry);
  }
}
