package dev.lockstep.flow.config;

import dev.lockstep.flow.ColumnOverride;
import dev.lockstep.flow.Flow;
import dev.lockstep.flow.TablePattern;
import dev.lockstep.flow.TableRename;
import dev.lockstep.flow.TableSelection;
import dev.lockstep.flow.section.Parsers;
import dev.lockstep.flow.section.Section;
import dev.lockstep.schema.row.ColumnKind;
import dev.lockstep.schema.row.ColumnRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/** Reads one flow. */
final class FlowReader {

  private static final String PATTERN_TYPE = "schema.table, with % for any characters";

  /** A single value cannot be read as a collection. */
  private static final List<ColumnKind> COMPARABLE =
      Arrays.stream(ColumnKind.values())
          .filter(kind -> !Set.of(ColumnKind.LIST, ColumnKind.MAP, ColumnKind.SET).contains(kind))
          .toList();

  private final Function<String, List<TablePattern>> neverSelected;

  /**
   * @param neverSelected tables of a source that no pattern selects: what the database and Lockstep
   *     itself keep there
   */
  FlowReader(Function<String, List<TablePattern>> neverSelected) {
    this.neverSelected = neverSelected;
  }

  Optional<Flow> read(String name, Section section) {
    if (!section.isDocumenting() && !Names.isSimple(name)) {
      section.problemHere(name, "Flow names are " + Names.FORM);
    }
    Optional<String> source =
        section.required("source", "endpoint", Parsers::nonBlank, "Endpoint that is read.");
    Optional<String> target =
        section.required("target", "endpoint", Parsers::nonBlank, "Endpoint that is written.");
    List<TablePattern> never = source.map(neverSelected).orElse(List.of());
    Tables tables = section.section("tables", inner -> tables(inner, never));
    List<ColumnOverride> columns = section.items("columns", FlowReader::column);
    return source.isEmpty() || target.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Flow(name, source.get(), target.get(), tables.selection, tables.renames, columns));
  }

  private record Tables(TableSelection selection, List<TableRename> renames) {}

  private static Tables tables(Section section, List<TablePattern> never) {
    List<TablePattern> include =
        section.list(
            "include", "list of " + PATTERN_TYPE, FlowReader::pattern, "Tables that take part.");
    List<TablePattern> exclude =
        new ArrayList<>(
            section.list(
                "exclude",
                "list of " + PATTERN_TYPE,
                FlowReader::pattern,
                "Tables that do not, though included."));
    if (!section.has("include")) {
      section.problem(
          "include",
          "Missing: name the tables that take part, such as [\"shop.%\"] for a whole schema.");
    }
    exclude.addAll(never);
    List<TableRename> renames = section.items("rename", FlowReader::rename);
    return new Tables(new TableSelection(include, exclude), renames);
  }

  private static Optional<TableRename> rename(Section section) {
    String type = "schema.table or schema.%";
    Optional<TablePattern> from =
        section.required(
            "from", type, FlowReader::renamePattern, "Source table, or all of a schema.");
    Optional<TablePattern> to =
        section.required(
            "to", type, FlowReader::renamePattern, "Its name on the target, of the same form.");
    if (from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    if (TableRename.isSchema(from.get()) != TableRename.isSchema(to.get())) {
      section.problem(
          "to", "One table goes to one table, and schema.% to schema.%: write both alike.");
      return Optional.empty();
    }
    return Optional.of(new TableRename(from.get(), to.get()));
  }

  private static Optional<ColumnOverride> column(Section section) {
    Optional<ColumnName> column =
        section.required(
            "column",
            "schema.table.column",
            ColumnName::parse,
            "Source column; the table may hold %.");
    boolean ignore = section.flag("ignore", false, "The column is not compared.");
    boolean trim = section.flag("trim", false, "Trailing spaces are not compared.");
    Optional<ColumnKind> compare =
        section.optional(
            "compare",
            Parsers.words(COMPARABLE),
            Parsers.choice(COMPARABLE),
            "Both sides are read as this kind.");
    Optional<Long> digits =
        section.optional(
            "fractional-digits",
            "integer, 0 to 30",
            Parsers.integer(0, 30),
            "Digits after the point that are compared: numbers are rounded, times are cut.");
    boolean says = section.has("compare") || section.has("fractional-digits");
    if (!ignore && !trim && !says) {
      section.problem(
          "column", "The rule says nothing; give ignore, trim, compare or fractional-digits.");
    }
    if (ignore && (trim || compare.isPresent() || digits.isPresent())) {
      section.problem("ignore", "A column that is ignored needs no other rule; keep one of them.");
    }
    OptionalInt digitCount =
        digits.map(count -> OptionalInt.of(count.intValue())).orElse(OptionalInt.empty());
    ColumnRule rule = new ColumnRule(ignore, trim, compare, digitCount, false);
    return column.map(name -> new ColumnOverride(name.table, name.column, rule));
  }

  private record ColumnName(TablePattern table, String column) {

    static ColumnName parse(String text) {
      int dot = text.lastIndexOf('.');
      if (dot <= 0 || dot == text.length() - 1 || text.indexOf('.') == dot) {
        throw new IllegalArgumentException(
            "It must be schema.table.column, such as shop.orders.note.");
      }
      return new ColumnName(pattern(text.substring(0, dot)), text.substring(dot + 1).strip());
    }
  }

  private static TablePattern pattern(String text) {
    try {
      return TablePattern.parse(text.strip());
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "It must be schema.table, such as shop.orders, or shop.% for a whole schema.", wrong);
    }
  }

  private static TablePattern renamePattern(String text) {
    TablePattern pattern = pattern(text);
    if (!TableRename.isSupported(pattern)) {
      throw new IllegalArgumentException("It must be one table, shop.orders, or a schema, shop.%.");
    }
    return pattern;
  }
}
