package dev.lockstep.producers;

import dev.lockstep.flow.Endpoint;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.producers.reread.RereadRequests;
import dev.lockstep.producers.scope.CaptureScope;
import dev.lockstep.producers.source.Source;
import dev.lockstep.producers.source.SourceSetting;
import dev.lockstep.producers.source.known.Sources;
import dev.lockstep.schema.status.StatusReporter;
import dev.lockstep.schema.topic.TableName;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;

/**
 * What all captures of one process share.
 *
 * @param requests what people ask to be read anew
 * @param identity of this installation, so that two of them never pose as the same replica
 * @param takeOverWatch how long a fenced capture watches whether its successor is alive
 */
record Captures(
    LockstepConfig config,
    Clock clock,
    Admin admin,
    StatusReporter statuses,
    SubjectRules subjects,
    RereadRequests requests,
    String identity,
    Duration takeOverWatch) {

  /** The source behind an endpoint. */
  Source source(Endpoint endpoint, String historyTopic, Predicate<TableName> followed) {
    return Sources.of(
        new SourceSetting<>(
            endpoint,
            CaptureScope.of(config, endpoint.name()),
            config.producers(),
            kafka(),
            historyTopic,
            identity,
            followed));
  }

  Map<String, Object> kafka() {
    return config.kafka().client();
  }

  Map<String, Object> codec() {
    return config.registry().codec();
  }
}
