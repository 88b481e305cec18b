package dev.lockstep.schema.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the registry knows: a pure function of its log.
 *
 * <p>Invariants: an id names one schema text for ever; one text has one id, whatever the subject;
 * an id or version is never given twice, even after a deletion. Not thread-safe: {@link
 * SchemaRegistry} guards it. In memory only; after a crash the log is replayed.
 */
final class SchemaStore {

  /** A version as it is shown to clients. */
  record Version(String subject, int version, int id, String schema) {}

  /** Which versions are meant. */
  enum Lookup {
    ACTIVE,
    DELETED,
    ALL;

    private boolean means(Stored stored) {
      return this == ALL || stored.deleted == (this == DELETED);
    }
  }

  private record Stored(Version shown, boolean deleted) {}

  private final SortedMap<String, TreeMap<Integer, Stored>> subjects = new TreeMap<>();
  private final Map<Integer, String> texts = new HashMap<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<String, Integer> highestVersions = new HashMap<>();
  private final Map<String, CompatibilityLevel> levels = new HashMap<>();
  private CompatibilityLevel globalLevel = CompatibilityLevel.BACKWARD;
  private int highestId;

  void apply(LogEntry entry) {
    switch (entry) {
      case LogEntry.VersionStored stored -> store(stored);
      case LogEntry.VersionRemoved removed -> {
        TreeMap<Integer, Stored> versions = subjects.get(removed.subject());
        if (versions != null) {
          versions.remove(removed.version());
        }
      }
      case LogEntry.SubjectDeleted deleted ->
          versionsOf(deleted.subject())
              .headMap(deleted.upTo(), true)
              .replaceAll((version, stored) -> new Stored(stored.shown, true));
      case LogEntry.LevelSet set ->
          set.subject()
              .ifPresentOrElse(
                  subject -> levels.put(subject, set.level()), () -> globalLevel = set.level());
      case LogEntry.LevelReset reset ->
          reset
              .subject()
              .ifPresentOrElse(levels::remove, () -> globalLevel = CompatibilityLevel.BACKWARD);
      case LogEntry.Ignored ignored -> {}
    }
  }

  private void store(LogEntry.VersionStored stored) {
    Version shown = new Version(stored.subject(), stored.version(), stored.id(), stored.schema());
    subjects
        .computeIfAbsent(stored.subject(), subject -> new TreeMap<>())
        .put(stored.version(), new Stored(shown, stored.deleted()));
    texts.putIfAbsent(stored.id(), stored.schema());
    ids.putIfAbsent(stored.schema(), stored.id());
    highestId = Math.max(highestId, stored.id());
    highestVersions.merge(stored.subject(), stored.version(), Math::max);
  }

  private NavigableMap<Integer, Stored> versionsOf(String subject) {
    return subjects.getOrDefault(subject, new TreeMap<>());
  }

  /** Subjects with at least one such version, by name. */
  List<String> subjects(Lookup lookup) {
    return subjects.keySet().stream()
        .filter(subject -> !versions(subject, lookup).isEmpty())
        .toList();
  }

  /** Versions of the subject that are not deleted, oldest first; empty for an unknown subject. */
  List<Version> versions(String subject) {
    return versions(subject, Lookup.ACTIVE);
  }

  /** Such versions of the subject, oldest first; empty for an unknown subject. */
  List<Version> versions(String subject, Lookup lookup) {
    return versionsOf(subject).values().stream().filter(lookup::means).map(Stored::shown).toList();
  }

  Optional<Version> version(String subject, int version, Lookup lookup) {
    return versions(subject, lookup).stream().filter(v -> v.version() == version).findFirst();
  }

  Optional<Version> latest(String subject) {
    List<Version> versions = versions(subject);
    return versions.isEmpty() ? Optional.empty() : Optional.of(versions.getLast());
  }

  /** The version of the subject that holds exactly this text. */
  Optional<Version> find(String subject, String schema) {
    return find(subject, schema, Lookup.ACTIVE);
  }

  /** Such a version of the subject that holds exactly this text. */
  Optional<Version> find(String subject, String schema, Lookup lookup) {
    return versions(subject, lookup).stream().filter(v -> v.schema().equals(schema)).findFirst();
  }

  /** The text of an id, also when its versions are deleted: records may still carry it. */
  Optional<String> schema(int id) {
    return Optional.ofNullable(texts.get(id));
  }

  /** Every such version, by subject and version. */
  List<Version> all(Lookup lookup) {
    List<Version> all = new ArrayList<>();
    subjects.keySet().forEach(subject -> all.addAll(versions(subject, lookup)));
    return all;
  }

  /** The entry that registers the text as the subject's next version. */
  LogEntry.VersionStored next(String subject, String schema) {
    int id = ids.getOrDefault(schema, highestId + 1);
    int version = highestVersions.getOrDefault(subject, 0) + 1;
    return new LogEntry.VersionStored(subject, version, id, schema, false);
  }

  int highestId() {
    return highestId;
  }

  CompatibilityLevel globalLevel() {
    return globalLevel;
  }

  /** The subject's own level. */
  Optional<CompatibilityLevel> level(String subject) {
    return Optional.ofNullable(levels.get(subject));
  }
}
