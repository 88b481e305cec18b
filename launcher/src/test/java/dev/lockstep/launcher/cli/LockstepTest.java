package dev.lockstep.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.embedded.EmbeddedServerException;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class LockstepTest {

  @TempDir Path dir;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = Lockstep.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @Test
  void helpNamesEveryCommandAndExitCode() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("up", "version", "config", "producers", "streams", "sink", "alerts", "console")
        .contains("broker", "registry", "Exit codes:", "./lockstep up --corrupt 20");
  }

  @Test
  void bothHelpsMeanTheSameByAnExitCode() {
    assertThat(run("--help")).isZero();
    assertThat(run("up", "--help")).isZero();
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("nothing was missed or made up, and the residual of every table is zero")
        .contains("nothing was made up, and the residual of every table is zero")
        .doesNotContain("the data is right", "the data is wrong");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"up", "config", "reread", "producers", "sink", "broker", "registry", "version"})
  void everyCommandExplainsItself(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString()).startsWith("Usage: lockstep " + command).contains("--help");
  }

  @ParameterizedTest
  @CsvSource({
    "'', a command is missing",
    "upp, Did you mean: lockstep up?",
    "up --rate 0, --rate must be from 1",
    "up --rate many, is not an int",
    "up --corrupt -1, --corrupt must be from 0",
    "up --port 70000, --port must be from 0 to 65535",
    "up --for 3x, such as 250ms",
    "up --for 5, a whole number with its unit",
    "up --from-url oracle://u:p@h/, is no kind of database",
    "up --from-url mysql://h/, User and password are missing",
    "up --from mariadb --from-url mysql://u:p@h/, --from mariadb does not fit --from-url",
    "up --to mysql --to-url mariadb://u:p@h/, leave --to out",
    "up --from-url mysql://u:p@h/ --to-url mysql://v:q@H:3306, are the same server",
    "up --drop, there is neither --from-url nor --to-url",
    "registry --host 0.0.0.0, it has no authentication",
    "registry --host nowhere.invalid, it has no authentication",
    "config check, Missing required option",
    "config, check",
    "producers, Missing required option",
  })
  void wrongUseIsTwoAndSaysWhatIsRight(String line, String expected) {
    assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
    assertThat(err.toString()).startsWith("lockstep: ").contains(expected).doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up --from-url mysql://u:hunter2@h:x/",
        "up --fromurl mysql://u:hunter2@h/",
        "up mysql://u:hunter2@h/",
        "up --from-url=mysql://u:hunter2@h/ --rate 0",
        "mysql://u:hunter2@h/",
      })
  void noPasswordIsToldOfAWrongCommand(String line) {
    assertThat(run(line.split(" "))).isEqualTo(2);
    assertThat(err.toString()).startsWith("lockstep: ").doesNotContain("hunter2");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void helpShowsHowToKeepAPasswordOutOfTheArguments() {
    assertThat(run("up", "--help")).isZero();
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("'mysql://user:${env:NAME}@host/'", "%40 for @", "--drop");
  }

  @Test
  void versionNamesWhatItRunsOn() {
    assertThat(run("version")).isZero();
    assertThat(out.toString()).contains("lockstep ", "kafka ", "java ");
  }

  @Test
  void aDirectoryThatCannotBeMadeIsNamed() throws Exception {
    Path file = Files.writeString(dir.resolve("file"), "");
    assertThat(run("up", "--data", file.resolve("data").toString())).isEqualTo(3);
    assertThat(err.toString()).contains(file.toString(), "→", "--data DIR").doesNotContain("\tat ");
  }

  @ParameterizedTest
  @EnumSource(Category.class)
  void theExitCodeSaysWhoseFaultItIs(Category category) {
    LockstepException failure = new LockstepException(category, "it broke", "Mend it.");
    int expected =
        switch (category) {
          case DATA -> 1;
          case CONFIGURATION -> 2;
          case EXTERNAL, BUG -> 3;
        };
    assertThat(FailureReport.tell(failure, new PrintWriter(err), false)).isEqualTo(expected);
    assertThat(err.toString()).isEqualToNormalizingNewlines("lockstep: it broke\n  → Mend it.\n");
  }

  @Test
  void theCauseBehindAnExecutorIsWhatIsTold() {
    EmbeddedServerException cause = new EmbeddedServerException("Port 1 is occupied", "Free it.");
    int exitCode = FailureReport.tell(new ExecutionException(cause), new PrintWriter(err), false);
    assertThat(exitCode).isEqualTo(3);
    assertThat(err.toString()).contains("Port 1 is occupied", "Free it.");
  }

  @Test
  void theTraceOfSomethingUnforeseenIsShownOnlyWhenAskedFor() {
    FailureReport.tell(new IllegalStateException("odd"), new PrintWriter(err), false);
    assertThat(err.toString()).contains("odd", "--stacktrace").doesNotContain("\tat ");
    FailureReport.tell(new IllegalStateException("odd"), new PrintWriter(err), true);
    assertThat(err.toString()).contains("\tat ");
  }
}
