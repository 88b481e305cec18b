/**
 * The catalogue of topics: one place that says, for every topic, its schema, key, cleanup,
 * retention, writer and readers, and the injective naming of change topics.
 */
@NullMarked
package dev.lockstep.schema.topic;

import org.jspecify.annotations.NullMarked;
