package dev.lockstep.engine.mysql;

import dev.lockstep.engine.table.Refusal;
import dev.lockstep.schema.topic.TableName;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What looks like a table and cannot be captured, whatever its columns are. */
final class Refusals {

  private Refusals() {}

  /** Engines whose rows come and go without a word in the log: they are somewhere else. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "MRG_MYISAM",
          "FEDERATED",
          "CONNECT",
          "SPIDER",
          "BLACKHOLE",
          "SEQUENCE",
          "SPHINX",
          "OQGRAPH",
          "S3",
          "COLUMNSTORE",
          "PERFORMANCE_SCHEMA");

  static Optional<Refusal> of(TableName table, String type, String engine) {
    return switch (type.toUpperCase(Locale.ROOT)) {
      case "SEQUENCE" ->
          Optional.of(
              new Refusal(
                  "%s is a sequence and no table: its next value is not carried over."
                      .formatted(table),
                  "Exclude %s from the flow; set it on the target when applications move there."
                      .formatted(table)));
      case "SYSTEM VERSIONED" ->
          Optional.of(
              new Refusal(
                  "Table %s is system-versioned: its log holds rows of the past beside those of now."
                      .formatted(table),
                  "Exclude it from the flow, or ALTER TABLE %s DROP SYSTEM VERSIONING."
                      .formatted(table)));
      default ->
          ELSEWHERE.contains(engine.toUpperCase(Locale.ROOT))
              ? Optional.of(
                  new Refusal(
                      "Table %s has engine %s: its rows change without a word in this server's log."
                          .formatted(table, engine),
                      "Exclude it from the flow, or give it another engine."))
              : Optional.empty();
    };
  }

  static Refusal view(TableName table) {
    return new Refusal(
        "%s is a view: it has no rows of its own and is not copied.".formatted(table), "", false);
  }

  static Refusal twin(TableName table, TableName other) {
    return new Refusal(
        "The names of tables %s and %s differ in nothing but capitals, so that neither can be read apart from the other."
            .formatted(table, other),
        "Rename one of them, or exclude both.");
  }
}
