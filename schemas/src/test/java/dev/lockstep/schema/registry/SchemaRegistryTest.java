package dev.lockstep.schema.registry;

import static dev.lockstep.testing.property.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.schema.registry.SchemaStore.Lookup;
import dev.lockstep.schema.registry.SchemaStore.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SchemaRegistryTest {

  private static final String V1 =
      "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}";
  private static final String WITH_DEFAULT =
      "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"},"
          + "{\"name\":\"b\",\"type\":\"int\",\"default\":0}]}";
  private static final String WITHOUT_DEFAULT =
      "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"},"
          + "{\"name\":\"b\",\"type\":\"int\"}]}";

  private final MemoryLog log = new MemoryLog();
  private final SchemaRegistry registry = open(log);

  @Test
  void oneSchemaUnderTwoSubjectsKeepsOneId() {
    assertThat(registry.register("a", V1).id()).isEqualTo(registry.register("b", V1).id());
  }

  @Test
  void registeringAgainChangesNothing() {
    Version first = registry.register("a", V1);

    assertThat(registry.register("a", V1.replace(",", " , "))).isEqualTo(first);
    assertThat(log.entries).hasSize(1);
  }

  @Test
  void aChangedDocIsANewId() {
    int first = registry.register("a", V1).id();

    assertThat(registry.register("a", V1.replace("\"fields\"", "\"doc\":\"d\",\"fields\"")).id())
        .isNotEqualTo(first);
  }

  @Test
  void backwardIsTheDefault() {
    registry.register("a", V1);

    assertThat(registry.register("a", WITH_DEFAULT).version()).isEqualTo(2);
    assertFault(() -> registry.register("a", WITHOUT_DEFAULT.replace("\"b\"", "\"c\"")), 409, 409);
  }

  @Test
  void aLevelOfItsOwnWinsOverTheGlobalOne() {
    registry.register("a", V1);
    registry.setLevel(Optional.of("a"), CompatibilityLevel.NONE);

    assertThat(registry.register("a", WITHOUT_DEFAULT).version()).isEqualTo(2);

    registry.resetLevel(Optional.of("a"));
    assertFault(() -> registry.register("a", WITHOUT_DEFAULT.replace("\"b\"", "\"c\"")), 409, 409);
  }

  @Test
  void settingTheLevelThatIsThereWritesNothing() {
    registry.setLevel(Optional.of("a"), CompatibilityLevel.BACKWARD);
    registry.setLevel(Optional.of("a"), CompatibilityLevel.BACKWARD);
    registry.setLevel(Optional.empty(), CompatibilityLevel.BACKWARD);
    assertThat(log.entries).hasSize(1);
  }

  @Test
  void forwardWantsTheOldToReadTheNew() {
    registry.setLevel(Optional.empty(), CompatibilityLevel.FORWARD);
    registry.register("a", WITHOUT_DEFAULT);

    assertFault(() -> registry.register("a", V1), 409, 409);
    assertThat(registry.register("b", V1).version()).isEqualTo(1);
    assertThat(registry.register("b", WITHOUT_DEFAULT).version()).isEqualTo(2);
  }

  @Test
  void transitiveLooksAtEveryVersion() {
    registry.setLevel(Optional.of("a"), CompatibilityLevel.NONE);
    registry.register("a", V1);
    registry.register("a", "\"string\"");
    registry.setLevel(Optional.of("a"), CompatibilityLevel.BACKWARD_TRANSITIVE);

    assertFault(() -> registry.register("a", "\"bytes\""), 409, 409);
    registry.setLevel(Optional.of("a"), CompatibilityLevel.BACKWARD);
    assertThat(registry.register("a", "\"bytes\"").version()).isEqualTo(3);
  }

  @Test
  void badSchemasAreInvalid() {
    assertFault(() -> registry.register("a", "{"), 422, 42201);
    assertFault(() -> registry.register("a", ""), 422, 42201);
    assertFault(
        () -> registry.register("a", WITH_DEFAULT.replace("\"default\":0", "\"default\":\"x\"")),
        422,
        42201);
  }

  @Test
  void anUnknownTypeIsAnInvalidSchemaAndNoInternalError() {
    for (String schema :
        List.of("\"strin\"", "{\"type\":\"strin\"}", "[\"a\"]", "\"in\\ud800t\"", "1", "null")) {
      assertFault(() -> registry.register("a", schema), 422, 42201);
    }
    String doc = "{\"type\":\"fixed\",\"name\":\"F\",\"size\":1,\"doc\":\"\\ud800\"}";
    assertFault(() -> registry.register("a", doc), 422, 42201);
    assertThat(log.entries).isEmpty();
  }

  @Test
  void anAppendOfUnknownOutcomeIsSettledByReadingTheLog() {
    log.failAfterWriting = true;
    assertFault(() -> registry.register("a", V1), 500, 50001);

    assertThat(registry.register("a", V1).version()).isEqualTo(1);
    assertThat(log.entries).hasSize(1);
  }

  @Test
  void anAppendThatFailedIsRepeated() {
    log.failBeforeWriting = true;
    assertFault(() -> registry.register("a", V1), 500, 50001);

    assertThat(registry.register("a", V1).version()).isEqualTo(1);
    assertThat(log.entries).hasSize(1);
  }

  @Test
  void deletedVersionsHideButTheirIdsStayReadable() {
    int id = registry.register("a", V1).id();
    log.entries.add(new LogEntry.SubjectDeleted("a", 1));
    SchemaRegistry replayed = open(log);

    assertThat(replayed.<List<String>>query(s -> s.subjects(Lookup.ACTIVE))).isEmpty();
    assertThat(replayed.<Optional<String>>query(s -> s.schema(id))).isPresent();
    assertThat(replayed.register("a", V1))
        .extracting(Version::version, Version::id)
        .containsExactly(2, id);
  }

  @Test
  void replayGivesTheSameRegistryWhateverFailed() {
    forAll(
        200,
        any -> {
          long seed = any.aLong();
          int commands = any.anInt(1, 60);
          Random random = new Random(seed);
          MemoryLog mine = new MemoryLog();
          SchemaRegistry live = open(mine);
          Map<Integer, String> answered = new HashMap<>();
          for (int i = 0; i < commands; i++) {
            mine.failBeforeWriting = random.nextInt(5) == 0;
            mine.failAfterWriting = random.nextInt(5) == 0;
            String schema =
                "{\"type\":\"fixed\",\"name\":\"F\",\"size\":" + random.nextInt(6) + "}";
            String subject = "s" + random.nextInt(3);
            try {
              if (random.nextInt(3) == 0) {
                live.setLevel(Optional.of(subject), CompatibilityLevel.NONE);
              }
              Version version = live.register(subject, schema);
              assertThat(answered.merge(version.id(), version.schema(), (a, b) -> b))
                  .isEqualTo(version.schema());
            } catch (RegistryFault fault) {
              assertThat(fault.status()).isIn(409, 500);
            }
          }
          mine.failBeforeWriting = false;
          mine.failAfterWriting = false;
          SchemaRegistry replayed = open(mine);

          assertThat(replayed.<List<Version>>query(s -> s.all(Lookup.ALL)))
              .isEqualTo(open(mine.encoded()).query(s -> s.all(Lookup.ALL)));
          answered.forEach(
              (id, schema) ->
                  assertThat(replayed.<Optional<String>>query(s -> s.schema(id))).contains(schema));
        });
  }

  private static void assertFault(Runnable command, int status, int code) {
    assertThatThrownBy(command::run)
        .isInstanceOfSatisfying(
            RegistryFault.class,
            fault ->
                assertThat(List.of(fault.status(), fault.code())).containsExactly(status, code));
  }

  private static SchemaRegistry open(MemoryLog log) {
    log.read = 0;
    SchemaRegistry registry = new SchemaRegistry(log);
    registry.open();
    return registry;
  }

  /** A log that loses the answer, or the write, once when told to. */
  private static final class MemoryLog implements SchemaLog {
    private final List<LogEntry> entries = new ArrayList<>();
    private int read;
    private boolean failBeforeWriting;
    private boolean failAfterWriting;

    @Override
    public void recover(Follower follower) {
      while (read < entries.size()) {
        follower.apply(entries.get(read++));
      }
    }

    @Override
    public void append(LogEntry entry, Follower follower) {
      if (failBeforeWriting) {
        failBeforeWriting = false;
        throw RegistryFault.store("lost", new IOException());
      }
      entries.add(entry);
      if (failAfterWriting) {
        failAfterWriting = false;
        throw RegistryFault.store("unknown", new IOException());
      }
      recover(follower);
    }

    /** The same log through its wire form. */
    MemoryLog encoded() {
      MemoryLog copy = new MemoryLog();
      for (LogEntry entry : entries) {
        var record = LogEntryJson.encode(new TopicPartition("_schemas", 0), entry);
        try {
          LogEntry decoded = LogEntryJson.decode(record.key(), record.value());
          assertThat(decoded).isEqualTo(entry);
          copy.entries.add(decoded);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return copy;
    }

    @Override
    public void close() {}
  }
}
