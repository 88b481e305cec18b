package dev.lockstep.producers.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.embedded.mariadb.EmbeddedMariaDb;
import dev.lockstep.embedded.server.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.HexFormat;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: bytes are read as a server reads them, or not at all. Method: every code of every character
 * set of a real one. The tables are written anew by {@code
 * -Dlockstep.character-sets=producers/src/main/resources/dev/lockstep/producers/text}.
 */
class CharacterSetsIT {

  private static final String WRITE = "lockstep.character-sets";

  @TempDir static Path directory;
  private static EmbeddedMariaDb database;

  @BeforeAll
  static void start() {
    database = EmbeddedMariaDb.start(Settings.of(directory.resolve("mariadb"), 17));
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @Test
  void tablesAreTheServers() throws Exception {
    try (Connection connection = database.adminConnection("mysql")) {
      for (String name : ServerCodes.characterSets(connection)) {
        if (!ServerCodes.isUnicode(name)) {
          String expected = ServerCodes.table(ServerCodes.exact(connection, name));
          if (System.getProperty(WRITE) != null) {
            Files.writeString(Path.of(System.getProperty(WRITE), name + ".txt"), expected);
          } else {
            try (var in = CodeTable.class.getResourceAsStream(name + ".txt")) {
              assertThat(in).as("table of %s", name).isNotNull();
              assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                  .as("table of %s", name)
                  .isEqualTo(expected);
            }
          }
        }
      }
    }
  }

  @Test
  void everyCodeIsReadAsTheServerReadsItOrNotAtAll() throws Exception {
    try (Connection connection = database.adminConnection("mysql")) {
      for (String name : ServerCodes.characterSets(connection)) {
        CharacterSet characters = CharacterSet.of(name).orElseThrow();
        SortedMap<String, String> exact = ServerCodes.exact(connection, name);
        assertThat(exact).as(name).hasSizeGreaterThan(100);
        exact.forEach(
            (code, character) ->
                assertThat(characters.decode(HexFormat.of().parseHex(code)))
                    .as("%s X'%s'", name, code)
                    .isEqualTo(character));
        if (!ServerCodes.isUnicode(name)) {
          for (int code = 0; code < 256; code++) {
            byte[] one = {(byte) code};
            if (!exact.containsKey(HexFormat.of().withUpperCase().formatHex(one))) {
              assertThatThrownBy(() -> characters.decode(one))
                  .as("%s X'%02X'", name, code)
                  .isInstanceOf(UnreadableTextException.class)
                  .hasMessageContaining(name);
            }
          }
        }
      }
    }
  }
}
