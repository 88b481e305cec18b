package dev.lockstep.embedded.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.embedded.EmbeddedServerException;
import dev.lockstep.embedded.mysql.MySqlSearch.Found;
import dev.lockstep.embedded.mysql.MySqlSearch.NotFound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MySqlSearchTest {

  private static final MySqlSearch ONE =
      new Found(new MySqlProgram(List.of("mysqld"), List.of(), "8.4.6"));

  @TempDir Path dir;

  @Test
  void looksNoFurtherThanItHasTo() {
    assertThat(
            MySqlSearch.first(
                () -> ONE,
                () -> {
                  throw new AssertionError("looked further");
                }))
        .isEqualTo(ONE);
  }

  @Test
  void takesTheNextPlaceWhenTheFirstHasNone() {
    assertThat(MySqlSearch.first(() -> new NotFound("none here"), () -> ONE)).isEqualTo(ONE);
  }

  @Test
  void saysOfEveryPlaceWhyItHasNoneAndWhatToDo() {
    MySqlSearch nowhere =
        MySqlSearch.first(() -> new NotFound("none here"), () -> new NotFound("nor there"));

    assertThatThrownBy(nowhere::program)
        .isInstanceOfSatisfying(
            EmbeddedServerException.class,
            failure -> assertThat(failure.remedy()).contains("Install MySQL's server"))
        .hasMessage("No MySQL server: none here; nor there");
  }

  @Test
  void takesTheFirstInstalledProgramThatIsMySql() throws IOException {
    Path other = program("a", "mysqld Ver 10.5.1-MariaDB");
    Path first = program("b", "mysqld Ver 8.4.6 for Linux");
    Path second = program("c", "mysqld Ver 9.7.4 for Linux");

    assertThat(MySqlSearch.installed(List.of(other, first, second)).program())
        .isEqualTo(new MySqlProgram(List.of(first.toString()), List.of(), "8.4.6"));
  }

  @Test
  void namesTheInstalledProgramThatIsNoMySql() throws IOException {
    Path other = program("a", "mysqld Ver 10.5.1-MariaDB");

    assertThat(MySqlSearch.installed(List.of(other)))
        .isEqualTo(new NotFound(other + " cannot be taken: it is MariaDB's, 10.5.1-MariaDB"));
  }

  private Path program(String directory, String says) throws IOException {
    Path program = Files.createDirectories(dir.resolve(directory)).resolve("mysqld");
    Files.writeString(program, "#!/bin/sh\necho '" + says + "'\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program;
  }
}
