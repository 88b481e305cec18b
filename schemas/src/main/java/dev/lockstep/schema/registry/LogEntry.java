package dev.lockstep.schema.registry;

import java.util.Optional;

/** One fact of the registry's log. Replaying them in order gives the same {@link SchemaStore}. */
sealed interface LogEntry {

  /** A version of a subject; a deleted one is hidden, its id stays readable. */
  record VersionStored(String subject, int version, int id, String schema, boolean deleted)
      implements LogEntry {}

  /** A version that is gone for good. */
  record VersionRemoved(String subject, int version) implements LogEntry {}

  /** All versions up to this one are deleted. */
  record SubjectDeleted(String subject, int upTo) implements LogEntry {}

  /** The compatibility level of one subject, or of all that have none of their own. */
  record LevelSet(Optional<String> subject, CompatibilityLevel level) implements LogEntry {}

  /** A subject follows the global level again. */
  record LevelReset(Optional<String> subject) implements LogEntry {}

  /** Written by other registries; says nothing about schemas. */
  record Ignored() implements LogEntry {}
}
