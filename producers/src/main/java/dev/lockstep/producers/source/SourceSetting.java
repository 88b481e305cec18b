package dev.lockstep.producers.source;

import dev.lockstep.flow.Endpoint;
import dev.lockstep.flow.config.ProducersSettings;
import dev.lockstep.producers.scope.CaptureScope;
import dev.lockstep.schema.topic.TableName;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a source is made with.
 *
 * @param <E> the kind of endpoint that is read
 * @param kafka client properties, for sources that keep a history of definitions in a topic
 * @param historyTopic that topic
 * @param installation tells this one from others that read the same server
 * @param followed whether a table is captured already: asked only of those whose names differ in
 *     nothing but capitals, of which that one goes on
 */
public record SourceSetting<E extends Endpoint>(
    E endpoint,
    CaptureScope scope,
    ProducersSettings settings,
    Map<String, Object> kafka,
    String historyTopic,
    String installation,
    Predicate<TableName> followed) {

  public SourceSetting {
    kafka = Map.copyOf(kafka);
  }

  /** The same for what the endpoint was found to be. */
  public <F extends E> SourceSetting<F> of(F narrowed) {
    return new SourceSetting<>(
        narrowed, scope, settings, kafka, historyTopic, installation, followed);
  }
}
