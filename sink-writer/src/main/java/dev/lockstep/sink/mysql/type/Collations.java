package dev.lockstep.sink.mysql.type;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands for a collation of the source that the target lacks.
 *
 * <p>Two values that differ at the source must not be one at the target, or keys would collide.
 * Hence, in this order:
 *
 * <ol>
 *   <li>the same by its other name, utf8 and utf8mb3 being one;
 *   <li>of Unicode's own order, which is 0900 in MySQL and uca1400 in MariaDB, the one that is as
 *       sensitive to case and accents, and ignores spaces at the end no more than the source's.
 *       They tell the same characters apart but for a few letters that came with later versions of
 *       Unicode;
 *   <li>the binary one of the same character set. That is also what an order of one language gets:
 *       it may tell letters apart which are one to Unicode's own order (å and a, ı and i);
 *   <li>the binary one of utf8mb4, where the character set is lacking, too.
 * </ol>
 *
 * <p>A collation that ignores no spaces at the end gets a binary one that ignores none either.
 */
public final class Collations {

  private static final Pattern OF_MYSQL = Pattern.compile("utf8mb4_0900_(a[is]_c[is]|bin)");
  private static final Pattern OF_MARIADB =
      Pattern.compile("utf8mb4_uca1400_(?:nopad_)?(a[is]_c[is])");

  /** Insensitive to accents and sensitive to case, which MySQL has nowhere. */
  private static final String ACCENTS_ALONE = "ai_cs";

  private Collations() {}

  /** The collation itself, and what may stand for it; the first that there is counts. */
  public static List<String> candidates(String collation) {
    List<String> names = new ArrayList<>(List.of(collation));
    if (collation.startsWith("utf8_")) {
      names.add("utf8mb3_" + collation.substring("utf8_".length()));
    } else if (collation.startsWith("utf8mb3_")) {
      names.add("utf8_" + collation.substring("utf8mb3_".length()));
    }
    Matcher mysql = OF_MYSQL.matcher(collation);
    Matcher mariadb = OF_MARIADB.matcher(collation);
    if (mysql.matches()) {
      names.add("utf8mb4_uca1400_nopad_" + mysql.group(1));
    } else if (mariadb.matches()) {
      String sensitivity = mariadb.group(1);
      names.add("utf8mb4_0900_" + (sensitivity.equals(ACCENTS_ALONE) ? "as_cs" : sensitivity));
    }
    names.addAll(binary(collation));
    return List.copyOf(names);
  }

  private static List<String> binary(String collation) {
    String charset = collation.substring(0, Math.max(0, collation.indexOf('_')));
    return collation.contains("nopad") || collation.contains("_0900_")
        ? List.of(charset + "_nopad_bin", "utf8mb4_nopad_bin", "utf8mb4_0900_bin", "utf8mb4_bin")
        : List.of(charset + "_bin", "utf8mb4_bin");
  }
}
