package dev.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.launcher.demo.score.Facts;
import dev.lockstep.launcher.stack.Program;
import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a text arrives on the target byte by byte, in every character set. Method: every code that
 * the server itself converts and back, one a row, in a table that a snapshot reads and in one that
 * the log tells; the servers' own checksums are compared.
 */
class CharacterSetsIT {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int CODES = 65_536;

  private static final List<String> SETS =
      List.of(
          """
          big5 dec8 cp850 hp8 koi8r latin1 latin2 swe7 ascii ujis sjis hebrew tis620 euckr koi8u
          gb2312 greek cp1250 gbk latin5 armscii8 utf8mb3 ucs2 cp866 keybcs2 macce macroman cp852
          latin7 utf8mb4 cp1251 utf16 utf16le cp1256 cp1257 utf32 geostd8 cp932 eucjpms"""
              .split("\\s+"));

  @TempDir Path directory;

  @Test
  void everyTextArrivesByteByByte() throws Exception {
    try (Pipeline pipeline = new Pipeline(directory)) {
      pipeline.atSource("CREATE DATABASE app", create("read"), create("logged"));
      pipeline.atSource("SET sql_mode=''", "USE app", fill("read"));
      pipeline.start(Program.PRODUCERS, Program.STREAMS, Program.SINK);
      try (Facts facts = pipeline.facts()) {
        awaitEqual(facts, "app.read");
        pipeline.atSource("SET sql_mode=''", "USE app", fill("logged"));
        awaitEqual(facts, "app.logged");
        assertThat(facts.verdicts()).isEmpty();
      }
      for (String table : List.of("app.read", "app.logged")) {
        List<String> sums = pipeline.checksums(table);
        assertThat(sums.get(1)).as(table).isEqualTo(sums.get(0));
      }
    }
  }

  private static String create(String table) {
    StringBuilder columns = new StringBuilder("id INT PRIMARY KEY");
    for (String set : SETS) {
      columns.append(", `%1$s` VARCHAR(9) CHARACTER SET %1$s".formatted(set));
    }
    columns.append(", ujis3 CHAR(9) CHARACTER SET ujis, eucjpms3 TEXT CHARACTER SET eucjpms");
    return "CREATE TABLE app.`%s` (%s)".formatted(table, columns);
  }

  private static String fill(String table) {
    StringBuilder values = new StringBuilder("seq");
    for (String set : SETS) {
      boolean unicode = set.startsWith("utf") || set.equals("ucs2");
      String code =
          unicode
              ? "CONVERT(CHAR(seq USING utf32) USING %s)".formatted(set)
              : "CHAR(seq USING %s)".formatted(set);
      values.append(", ").append(exact(code, set));
    }
    values.append(", ").append(exact("CHAR(0x8F0000 + seq USING ujis)", "ujis"));
    values.append(", ").append(exact("CHAR(0x8F0000 + seq USING eucjpms)", "eucjpms"));
    return "INSERT INTO app.`%s` SELECT %s FROM seq_0_to_%d WHERE seq NOT BETWEEN 0xD800 AND 0xDFFF"
        .formatted(table, values, CODES - 1);
  }

  /** Nothing for what the server cannot convert and back, and no half of a code. */
  private static String exact(String code, String set) {
    return "IF(CHAR_LENGTH(%1$s) = 1 AND BINARY CONVERT(CONVERT(%1$s USING utf8mb4) USING %2$s) <=> BINARY %1$s, %1$s, NULL)"
        .formatted(code, set);
  }

  private static void awaitEqual(Facts facts, String table) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              TableStatus status = facts.tables().get(table);
              return status != null
                  && status.getPhase() == TablePhase.FOLLOWING
                  && status.getEqual()
                  && status.getSourceRows() == CODES - 0x800;
            });
  }
}
