package dev.lockstep.schema.registry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** What a new version of a subject must be able to do with the versions before it. */
enum CompatibilityLevel {
  NONE(false, false, false),
  BACKWARD(true, false, false),
  BACKWARD_TRANSITIVE(true, false, true),
  FORWARD(false, true, false),
  FORWARD_TRANSITIVE(false, true, true),
  FULL(true, true, false),
  FULL_TRANSITIVE(true, true, true);

  private final boolean readsOld;
  private final boolean readByOld;
  private final boolean transitive;

  CompatibilityLevel(boolean readsOld, boolean readByOld, boolean transitive) {
    this.readsOld = readsOld;
    this.readByOld = readByOld;
    this.transitive = transitive;
  }

  static Optional<CompatibilityLevel> parse(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return Arrays.stream(values()).filter(level -> level.name().equals(upper)).findFirst();
  }

  /**
   * Why the candidate breaks this level against the earlier versions, oldest first; empty if not.
   */
  List<String> problems(Schema candidate, List<Schema> earlier) {
    List<Schema> checked = transitive || earlier.isEmpty() ? earlier : List.of(earlier.getLast());
    List<String> problems = new ArrayList<>();
    for (Schema old : checked.reversed()) {
      if (readsOld) {
        compare(candidate, old, "The new schema cannot read data of an earlier version", problems);
      }
      if (readByOld) {
        compare(old, candidate, "An earlier version cannot read data of the new schema", problems);
      }
    }
    return problems;
  }

  private static void compare(Schema reader, Schema writer, String what, List<String> problems) {
    var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult();
    if (result.getCompatibility() == SchemaCompatibilityType.COMPATIBLE) {
      return;
    }
    result
        .getIncompatibilities()
        .forEach(
            i ->
                problems.add(
                    what + ": " + i.getType() + " at " + i.getLocation() + ": " + i.getMessage()));
  }
}
