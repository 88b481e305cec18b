/**
 * How every program deals with Kafka: one follower of topics, and of the map that a compacted one
 * stands for; one backoff; one answer to what it means that a transactional producer was fenced.
 * Here, below the codec and the registry, since the registry follows a topic and waits as the
 * programs do. Knows Kafka's clients only: no topic, no schema, no configuration.
 */
@NullMarked
package dev.lockstep.schema.kafka;

import org.jspecify.annotations.NullMarked;
