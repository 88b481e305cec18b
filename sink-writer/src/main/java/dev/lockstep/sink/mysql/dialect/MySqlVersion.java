package dev.lockstep.sink.mysql.dialect;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which of MySQL's versions know the words that are used here. */
final class MySqlVersion {

  private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)");

  private MySqlVersion() {}

  /** Why a server of this version is none that can be written to. */
  static Optional<String> refused(String version) {
    if (version.toLowerCase(Locale.ROOT).contains("mariadb")) {
      return Optional.of("which is MariaDB and not MySQL (type: mariadb is for that)");
    }
    Matcher numbers = NUMBERS.matcher(version);
    // The first that lets an INSERT name its new row.
    boolean old =
        numbers.lookingAt()
            && Integer.parseInt(numbers.group(1)) <= 8
            && (Integer.parseInt(numbers.group(1)) < 8
                || (Integer.parseInt(numbers.group(2)) == 0
                    && Integer.parseInt(numbers.group(3)) < 19));
    return old ? Optional.of("and MySQL is written to from 8.0.19 on") : Optional.empty();
  }
}
