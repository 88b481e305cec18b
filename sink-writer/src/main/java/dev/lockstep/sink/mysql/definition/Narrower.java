package dev.lockstep.sink.mysql.definition;

import dev.lockstep.sink.mysql.type.Avros;
import dev.lockstep.sink.mysql.type.ColumnType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Columns of a target's table that cannot hold all that the source's can: what a MODIFY at the
 * source left behind, since the sink adds columns and alters none. A column that is merely another
 * is somebody's choice, and not spoken of.
 */
final class Narrower {

  private static final List<List<String>> FAMILIES =
      List.of(
          List.of("tinyint", "smallint", "mediumint", "int", "bigint"),
          List.of("char", "varchar", "tinytext", "text", "mediumtext", "longtext"),
          List.of("binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob"),
          List.of("float", "double"));

  /** Bytes or characters that types without a length of their own hold. */
  private static final Map<String, Long> ROOM =
      Map.of(
          "tinytext", 255L,
          "text", 65_535L,
          "mediumtext", 16_777_215L,
          "longtext", 4_294_967_295L,
          "tinyblob", 255L,
          "blob", 65_535L,
          "mediumblob", 16_777_215L,
          "longblob", 4_294_967_295L);

  private static final Set<String> FRACTIONS = Set.of("datetime", "timestamp", "time");

  private Narrower() {}

  /** A column that is too narrow, as the source has it, and how both sides spell their types. */
  record Difference(Schema.Field field, String source, String target) {}

  static List<Difference> of(TargetTable table, Schema row) {
    List<Difference> differences = new ArrayList<>();
    for (Schema.Field field : row.getFields()) {
      String source = field.getProp("lockstep.type");
      Optional<TargetTable.Column> column = table.column(Avros.columnName(field));
      if (source == null || column.isEmpty() || column.get().generated()) {
        continue;
      }
      boolean nulls = field.schema().isNullable() && !column.get().nullable();
      if (nulls || isNarrower(source, column.get().type())) {
        differences.add(
            new Difference(
                field,
                source + (nulls ? " NULL" : ""),
                column.get().type() + (nulls ? " NOT NULL" : "")));
      }
    }
    return differences;
  }

  static boolean isNarrower(String source, String target) {
    Optional<ColumnType> wanted = ColumnType.parse(source);
    Optional<ColumnType> has = ColumnType.parse(target);
    return wanted.isPresent() && has.isPresent() && isNarrower(wanted.get(), has.get());
  }

  private static boolean isNarrower(ColumnType source, ColumnType target) {
    if (!source.labels().isEmpty() && source.base().equals(target.base())) {
      return !new HashSet<>(target.labels()).containsAll(source.labels());
    }
    if (source.base().equals("decimal") && target.base().equals("decimal")) {
      int scale = number(source, 1, 0);
      int targetScale = number(target, 1, 0);
      return scale > targetScale
          || number(source, 0, 10) - scale > number(target, 0, 10) - targetScale;
    }
    if (FRACTIONS.contains(source.base()) && source.base().equals(target.base())) {
      return number(source, 0, 0) > number(target, 0, 0);
    }
    for (List<String> family : FAMILIES) {
      int from = family.indexOf(source.base());
      int to = family.indexOf(target.base());
      if (from >= 0 && to >= 0) {
        return isNarrower(source, target, from, to);
      }
    }
    return isText(source) && isNumber(target);
  }

  private static boolean isNarrower(ColumnType source, ColumnType target, int from, int to) {
    if (isNumber(source)) {
      boolean sign = source.unsigned() != target.unsigned();
      return from > to || (sign && (target.unsigned() || from == to));
    }
    return room(source) > room(target);
  }

  private static boolean isNumber(ColumnType type) {
    return FAMILIES.get(0).contains(type.base())
        || FAMILIES.get(3).contains(type.base())
        || type.base().equals("decimal");
  }

  private static boolean isText(ColumnType type) {
    return FAMILIES.get(1).contains(type.base());
  }

  private static long room(ColumnType type) {
    Long fixed = ROOM.get(type.base());
    return fixed != null ? fixed : number(type, 0, 1);
  }

  private static int number(ColumnType type, int index, int otherwise) {
    return type.numbers().size() > index ? type.numbers().get(index) : otherwise;
  }
}
