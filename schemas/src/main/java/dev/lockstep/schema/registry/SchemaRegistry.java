package dev.lockstep.schema.registry;

import dev.lockstep.schema.registry.SchemaStore.Lookup;
import dev.lockstep.schema.registry.SchemaStore.Version;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * Decides what may be registered, and writes it to the log before it answers.
 *
 * <p>Commands run one at a time, so that two that register the same schema get one id: decide on
 * the current store, append, see the entry come back, answer. After an append of unknown outcome
 * the log is read to its end before the next command decides, never guessed. Queries run beside a
 * command and see the store before or after it. A crash leaves the log, which says everything.
 */
final class SchemaRegistry implements AutoCloseable {

  private final SchemaStore store = new SchemaStore();
  private final ReentrantLock commands = new ReentrantLock();
  private final SchemaLog log;
  private boolean settled;

  SchemaRegistry(SchemaLog log) {
    this.log = log;
  }

  /** Replays the log; before it returns, no query is answered rightly. */
  void open() {
    commands.lock();
    try {
      settle();
    } finally {
      commands.unlock();
    }
  }

  /** The version that holds the schema, registered now unless it was. */
  Version register(String subject, String text) {
    Schema schema = parse(text);
    String canonical = schema.toString();
    Optional<Version> known = query(s -> s.find(subject, canonical));
    if (known.isPresent()) {
      return known.get();
    }
    commands.lock();
    try {
      settle();
      Optional<Version> registered = query(s -> s.find(subject, canonical));
      if (registered.isPresent()) {
        return registered.get();
      }
      List<String> problems = problems(subject, schema, query(s -> s.versions(subject)));
      if (!problems.isEmpty()) {
        throw RegistryFault.incompatible(
            "Schema is incompatible with subject '"
                + subject
                + "': "
                + String.join("; ", problems));
      }
      LogEntry.VersionStored entry = query(s -> s.next(subject, canonical));
      append(entry);
      return new Version(subject, entry.version(), entry.id(), canonical);
    } finally {
      commands.unlock();
    }
  }

  /** The version of the subject that holds the schema. */
  Version lookUp(String subject, String text, Lookup lookup) {
    String canonical = parse(text).toString();
    requireSubject(subject, lookup);
    return query(s -> s.find(subject, canonical, lookup))
        .orElseThrow(() -> RegistryFault.unknownSchema("Schema"));
  }

  /** Why the schema may not follow the given versions of the subject; empty when it may. */
  List<String> problems(String subject, String text, List<Version> against) {
    return problems(subject, parse(text), against);
  }

  private List<String> problems(String subject, Schema schema, List<Version> against) {
    CompatibilityLevel level = query(s -> s.level(subject).orElse(s.globalLevel()));
    return level.problems(schema, against.stream().map(v -> lenient(v.schema())).toList());
  }

  /** Writes nothing where the level is that already, as programs set it at each start. */
  void setLevel(Optional<String> subject, CompatibilityLevel level) {
    commands.lock();
    try {
      settle();
      Optional<CompatibilityLevel> now =
          query(s -> subject.isPresent() ? s.level(subject.get()) : Optional.of(s.globalLevel()));
      if (!now.equals(Optional.of(level))) {
        append(new LogEntry.LevelSet(subject, level));
      }
    } finally {
      commands.unlock();
    }
  }

  void resetLevel(Optional<String> subject) {
    commands.lock();
    try {
      settle();
      append(new LogEntry.LevelReset(subject));
    } finally {
      commands.unlock();
    }
  }

  void requireSubject(String subject, Lookup lookup) {
    if (query(s -> s.versions(subject, lookup)).isEmpty()) {
      throw RegistryFault.unknownSubject(subject);
    }
  }

  /** Asks the store; the answer must hold no live part of it. */
  <T> T query(Function<SchemaStore, T> question) {
    synchronized (store) {
      return question.apply(store);
    }
  }

  private void settle() {
    if (!settled) {
      log.recover(this::apply);
      settled = true;
    }
  }

  private void append(LogEntry entry) {
    settled = false;
    log.append(entry, this::apply);
    settled = true;
  }

  private void apply(LogEntry entry) {
    synchronized (store) {
      store.apply(entry);
    }
  }

  private static Schema parse(String text) {
    Schema schema;
    try {
      schema = new Schema.Parser().parse(text);
    } catch (AvroRuntimeException e) {
      throw RegistryFault.invalidSchema(String.valueOf(e.getMessage()));
    } catch (RuntimeException | StackOverflowError e) {
      // Avro's parser ends in what it stumbles over: a NullPointerException for "strin".
      throw RegistryFault.invalidSchema(
          "it names a type that it does not define, or nests too deeply (" + e.getMessage() + ")");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(schema.toString())) {
      throw RegistryFault.invalidSchema("it holds half a surrogate pair, which is no character");
    }
    return schema;
  }

  private static Schema lenient(String stored) {
    return new Schema.Parser().setValidateDefaults(false).parse(stored);
  }

  @Override
  public void close() {
    commands.lock();
    try {
      log.close();
    } finally {
      commands.unlock();
    }
  }
}
