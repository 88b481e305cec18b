package dev.lockstep.schema.topic;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** {@code docs/topics.md}, written from the catalogue and the schemas' own words. */
final class TopicsPage {

  private static final String HEAD =
      """
      # Topics

      <!-- Generated from dev.lockstep.schema.topic.Topics and the Avro schemas. Do not edit: %s -->

      Every key and value is Avro in the Confluent wire format: byte 0, the schema's id in four bytes,
      then Avro binary. Subjects are named `<topic>-key` and `<topic>-value`. Not so, and not listed here,
      two kinds of topics that only their writers read: `_schemas`, which is the registry's log, and
      `lockstep.schema-history.<endpoint>`, which is the connector's. How to read the others:
      [reading-the-topics.md](reading-the-topics.md).

      *All* partitions means as many as every change topic has (`topics.partitions`): partition p of
      one topic speaks of partition p of the others.

      Topics are made with messages of up to 64 MiB (`max.message.bytes`), since a change holds its row
      twice, and with `min.insync.replicas` one below `topics.replication`. What an operator sets on a
      topic stays. A row that its topic does not take pauses its table until it does.

      """;

  private static final String CHANGES =
      """

      ## Change topics

      `<endpoint>.<schema>.<table>`: one for each captured table, written by producers, read by sink-writer
      and streams-app. Letters, digits and `_` stand for themselves, every other UTF-16 unit becomes `-` and
      four hex digits, so two tables never share a topic and the name can be read back (schema `a.b` of
      endpoint `shop` becomes `shop.a-002eb.…`). All change topics have the same number of partitions; records
      are partitioned by a coarse fold of the canonical key, so that keys which some collation calls equal
      share one. Kept by time (`topics.retention`), never compacted.

      - **Key**: record `Key`, one field for each column of the primary key, in key order.
      - **Value**: record `Envelope`: `before` and `after` (null or record `Value`, one field for each column),
        `source` ([ChangeSource](#changesource)), `op`, `ts_ms` and `ts_us` (clock of the capture).
      - `op` with a key: `c` created, `u` updated, `d` deleted, `r` read by a snapshot. A change of the key is
        a `d` of the old one, then a `c` of the new one.
      - `op` without a key, in every partition, is a **barrier**: `s` a snapshot of `source.epoch` begins, `e` it
        ended (keys not seen in it nor changed since `s` are gone), `t` the table was truncated, `h` its
        definition changed.
      - Fields of `Key` and `Value` carry `lockstep.kind` (the canonical kind of the column), `lockstep.type`
        (the database's column type), `lockstep.holds` (which values the column takes, in no
        database's own words: least and most, digits, length, characters) and, for text, `lockstep.collation`;
        `Value` carries `lockstep.key`, the names of the primary key's fields.

      """;

  private TopicsPage() {}

  static String markdown(String howToRegenerate) {
    StringBuilder page = new StringBuilder(String.format(HEAD, howToRegenerate));
    page.append("| topic | what | key | value | partitions | kept | writer | readers |\n");
    page.append("|---|---|---|---|---|---|---|---|\n");
    page.append(row(Topics.positions("<endpoint>")));
    Topics.all().forEach(spec -> page.append(row(spec)));
    page.append(CHANGES).append("## Records\n");
    records().values().forEach(schema -> page.append(section(schema)));
    return page.toString();
  }

  private static String row(TopicSpec spec) {
    return String.format(
        "| `%s` | %s | %s | %s | %s | %s | %s | %s |%n",
        spec.name(),
        spec.purpose(),
        link(spec.key()),
        link(spec.value()),
        spec.layout() == TopicSpec.Layout.SINGLE ? "one" : "all",
        spec.cleanup() == TopicSpec.Cleanup.COMPACT
            ? "newest of each key"
            : days(spec.retention().orElseThrow()),
        spec.writer(),
        String.join(", ", spec.readers()));
  }

  private static String days(Duration time) {
    return time.toDays() + " days";
  }

  private static String link(Optional<Schema> schema) {
    return schema.map(TopicsPage::type).orElse("its table's");
  }

  /** Every record and enum that the catalogue reaches, and the change source, by name. */
  private static Map<String, Schema> records() {
    Map<String, Schema> found = new TreeMap<>();
    Deque<Schema> open = new ArrayDeque<>();
    open.add(dev.lockstep.schema.event.ChangeSource.getClassSchema());
    Stream.concat(Stream.of(Topics.positions("<endpoint>")), Topics.all().stream())
        .forEach(
            spec -> {
              spec.key().ifPresent(open::add);
              spec.value().ifPresent(open::add);
            });
    while (!open.isEmpty()) {
      Schema schema = open.remove();
      switch (schema.getType()) {
        case RECORD -> {
          if (found.put(schema.getName(), schema) == null) {
            schema.getFields().forEach(field -> open.add(field.schema()));
          }
        }
        case ENUM -> found.put(schema.getName(), schema);
        case ARRAY -> open.add(schema.getElementType());
        case MAP -> open.add(schema.getValueType());
        case UNION -> open.addAll(schema.getTypes());
        default -> {}
      }
    }
    return found;
  }

  private static String section(Schema schema) {
    StringBuilder text = new StringBuilder("\n### " + schema.getName() + "\n\n");
    text.append(schema.getDoc()).append("\n\n");
    if (schema.getType() == Schema.Type.ENUM) {
      return text.append(
              schema.getEnumSymbols().stream()
                  .map(s -> "`" + s + "`")
                  .collect(Collectors.joining(" · ")))
          .append("\n")
          .toString();
    }
    text.append("| field | type | |\n|---|---|---|\n");
    for (Schema.Field field : schema.getFields()) {
      text.append(
          String.format("| `%s` | %s | %s |%n", field.name(), type(field.schema()), field.doc()));
    }
    return text.toString();
  }

  private static String type(Schema schema) {
    if (schema.getLogicalType() != null) {
      return schema.getLogicalType().getName();
    }
    return switch (schema.getType()) {
      case RECORD, ENUM ->
          "["
              + schema.getName()
              + "](#"
              + schema.getName().toLowerCase(java.util.Locale.ROOT)
              + ")";
      case ARRAY -> "list of " + type(schema.getElementType());
      case MAP -> "map of " + type(schema.getValueType());
      case UNION -> {
        List<String> types = new ArrayList<>();
        schema.getTypes().forEach(member -> types.add(type(member)));
        yield String.join(" or ", types);
      }
      default -> schema.getType().getName();
    };
  }
}
