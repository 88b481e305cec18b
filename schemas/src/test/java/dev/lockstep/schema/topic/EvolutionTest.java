package dev.lockstep.schema.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.codec.AvroSerde;
import dev.lockstep.schema.codec.ConfluentConfig;
import dev.lockstep.schema.event.Alert;
import dev.lockstep.schema.event.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;

/**
 * Goal: what is in Kafka stays readable, and older readers go on with what is written now. Method:
 * each subject of the catalogue against every copy in {@code evolution}, both ways; one is added
 * there for each release, and none is ever changed.
 */
class EvolutionTest {

  private static final Path COPIES = Path.of("src/test/resources/evolution");
  private static final String FIRST = "0.1.0";
  private static final String ADD =
      "mvn test -pl schemas -Dtest=EvolutionTest -Dlockstep.evolution.add=" + FIRST;

  private record Subject(String name, Schema schema) {}

  @Test
  void everySubjectIsFullCompatibleWithEveryRelease() throws IOException {
    addIfAsked();
    List<String> problems = new ArrayList<>();
    Set<String> compared = new HashSet<>();
    try (Stream<Path> releases = Files.list(COPIES)) {
      for (Path release : releases.toList()) {
        for (Subject subject : subjects()) {
          Path copy = release.resolve(subject.name + ".avsc");
          if (Files.exists(copy)) {
            Schema then = new Schema.Parser().parse(Files.readString(copy));
            compare(
                release,
                subject.name,
                then,
                subject.schema,
                "the present cannot be read by",
                problems);
            compare(
                release, subject.name, subject.schema, then, "the present cannot read", problems);
            compared.add(subject.name);
          }
        }
      }
    }
    assertThat(problems).as("give new fields a default, and remove or rename none").isEmpty();
    assertThat(compared)
        .as("add a topic's first copies with: " + ADD)
        .containsExactlyInAnyOrderElementsOf(subjects().stream().map(Subject::name).toList());
  }

  @Test
  void everyEnumHasADefaultThatOlderReadersFallBackTo() {
    Set<Schema> enums = new HashSet<>();
    subjects().forEach(subject -> collect(subject.schema, enums, new HashSet<>()));
    assertThat(enums).hasSizeGreaterThan(4);
    assertThat(enums).allSatisfy(type -> assertThat(type.getEnumDefault()).isNotNull());
  }

  @Test
  void aSymbolThatIsNotKnownYetReadsAsTheDefault() {
    Map<String, Object> config = Map.of(ConfluentConfig.URL, "mock://evolution");
    Schema newer =
        new Schema.Parser()
            .parse(
                Alert.getClassSchema()
                    .toString()
                    .replace("[\"CRITICAL\",", "[\"CATASTROPHIC\",\"CRITICAL\","));
    AvroSerde<GenericRecord> writer = Avro.generic(config, false);
    GenericRecord alert = (GenericRecord) new RandomData(newer, 1, 7).iterator().next();
    alert.put(
        "severity",
        new GenericData.EnumSymbol(newer.getField("severity").schema(), "CATASTROPHIC"));

    byte[] bytes = writer.serializer().serialize("t", alert);

    assertThat(Avro.<Alert>specific(config, false).deserializer().deserialize("t", bytes))
        .extracting(Alert::getSeverity)
        .isEqualTo(Severity.CRITICAL);
  }

  private static void compare(
      Path release,
      String subject,
      Schema reader,
      Schema writer,
      String what,
      List<String> problems) {
    var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult();
    if (result.getCompatibility() != SchemaCompatibilityType.COMPATIBLE) {
      result
          .getIncompatibilities()
          .forEach(
              found ->
                  problems.add(
                      "%s: %s %s: %s at %s"
                          .formatted(
                              subject,
                              what,
                              release.getFileName(),
                              found.getMessage(),
                              found.getLocation())));
    }
  }

  private static List<Subject> subjects() {
    List<Subject> subjects = new ArrayList<>();
    // The topics of all endpoints hold the same, which stands for them under one name.
    TopicSpec positions = Topics.positions("x");
    subjects.add(new Subject(Topics.SHARED_POSITIONS + "-key", positions.key().orElseThrow()));
    subjects.add(new Subject(Topics.SHARED_POSITIONS + "-value", positions.value().orElseThrow()));
    for (TopicSpec topic : Topics.all()) {
      topic.key().ifPresent(key -> subjects.add(new Subject(topic.name() + "-key", key)));
      topic.value().ifPresent(value -> subjects.add(new Subject(topic.name() + "-value", value)));
    }
    return subjects;
  }

  private static void collect(Schema schema, Set<Schema> enums, Set<String> seen) {
    switch (schema.getType()) {
      case ENUM -> enums.add(schema);
      case RECORD -> {
        if (seen.add(schema.getFullName())) {
          schema.getFields().forEach(field -> collect(field.schema(), enums, seen));
        }
      }
      case ARRAY -> collect(schema.getElementType(), enums, seen);
      case MAP -> collect(schema.getValueType(), enums, seen);
      case UNION -> schema.getTypes().forEach(branch -> collect(branch, enums, seen));
      default -> {}
    }
  }

  private static void addIfAsked() throws IOException {
    String release = System.getProperty("lockstep.evolution.add");
    if (release == null) {
      return;
    }
    Path directory = Files.createDirectories(COPIES.resolve(release));
    for (Subject subject : subjects()) {
      Path copy = directory.resolve(subject.name + ".avsc");
      if (!Files.exists(copy)) {
        Files.writeString(copy, subject.schema.toString(true) + "\n");
      }
    }
  }
}
